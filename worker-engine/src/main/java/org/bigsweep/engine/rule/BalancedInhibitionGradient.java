package org.bigsweep.engine.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.param.Shadow;
import org.bigsweep.engine.rule.RuleParameters.TargetForm;

/**
 * The balanced inhibition gradient ("Balanced excitation and inhibition could help estimate
 * gradients", CCN 2023): feedback excitation E = g_l(tˡ⁺¹) less local inhibition I = i_l(hˡ), where
 * i is a denoiser of hˡ + ε, ε ~ N(0, σ²I), whose score (i(h) − h)/σ² stands in for DTP's second
 * feedback pass. By {@code targetForm}:
 *
 * <pre>
 * literal                    tˡ = hˡ + α [(E − hˡ) + (hˡ − I)/σ²]     eq. 4 when α = 1
 * excitationMinusInhibition  tˡ = hˡ + α (E − I)
 * </pre>
 *
 * <p>σ² is a variance. It may change from epoch to epoch by {@code sigma2Annealing}, and with it,
 * in proportion, the variances of the noise that i and g are trained with.
 *
 * <p><b>Conditional and marginal variance.</b> By Bayes −∇L = ∇log p(h|y) − ∇log p(h). If hˡ given
 * the target above is Gaussian about g with variance s_c², the first score is (E − hˡ)/s_c²; if the
 * marginal is smoothed by noise of variance s_p², its score is (I − hˡ)/s_p² (Tweedie; Vincent
 * 2011). Hence
 *
 * <pre>tˡ − hˡ = α₀ [(E − hˡ)/s_c² + (hˡ − I)/s_p²]</pre>
 *
 * <p>Eq. 4 is s_c² = 1, s_p² = σ². Any other pair is the literal form with α = α₀/s_c², {@code
 * sigma2} = s_p²/s_c² and {@code inhibitionNoiseVariance} = s_p². Equal ones, s_c² = s_p² = σ²,
 * balance: hˡ drops out, and what is left is the difference form with α = α₀/σ². E and I then err
 * alike where g∘f is a denoiser of the same noise: {@code feedbackLoss: denoise} with {@code
 * feedbackNoiseVariance} = σ².
 *
 * <p>Presets: BIG(eq. 4), with g and i reconstructing activity; BIG(balanced), whose i learns the
 * feedback g_l(hˡ⁺¹) without noise at σ² = 1; BIG(paper), as eq. 4 with g learning from targets;
 * BIG(mirrored), as BIG(balanced) with interneurons that mirror the layer above, which learn by the
 * normalised delta rule, after g and on minibatches of their own; BIG(mirrored, projection), the
 * same by the affine projection, which is not local. Where i has become g∘f, BIG(mirrored) is DTP
 * by another circuit.
 */
public final class BalancedInhibitionGradient implements LearningRule {
  @Override
  public String name() {
    return "BIG";
  }

  @Override
  public RuleRole role() {
    return RuleRole.STUDIED;
  }

  @Override
  public int displayOrder() {
    return 6;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return Stream.concat(RuleParameters.FEEDBACK.stream(), RuleParameters.INHIBITION.stream())
        .toList();
  }

  @Override
  public List<Preset> presets() {
    return List.of(
        preset("BIG(eq. 4)", Map.of("inhibitionTarget", "activity", "feedbackLoss", "reconstruct")),
        preset("BIG(paper)", Map.of("inhibitionTarget", "activity", "feedbackLoss", "target")),
        preset(
            "BIG(balanced)",
            Map.of("inhibitionTarget", "feedback", "inhibitionNoiseVariance", "0", "sigma2", "1")),
        mirrored("BIG(mirrored)", "normalizedDelta").with("normalizedDeltaRate", "1"),
        mirrored("BIG(mirrored, projection)", "affineProjection").with("projectionRidge", "0.01"));
  }

  /** The optimiser of i has nothing to move there; it is fixed, so that it multiplies no trials. */
  private Preset mirrored(String name, String learner) {
    return preset(
            name,
            Map.of("inhibitionTarget", "feedback", "inhibitionNoiseVariance", "0", "sigma2", "1"))
        .with("inhibition", "mirrored")
        .with("inhibitionLearner", learner)
        .with("inhibitionOptimizer", "sgd")
        .with("inhibitionLearningRate", "0.003")
        .with("auxiliaryOrder", "feedbackFirst")
        .with("auxiliaryMinibatches", "separate");
  }

  @Override
  public List<Shadow<?>> shadows() {
    return List.of(
        new Shadow<>(
            RuleParameters.SIGMA2,
            RuleParameters.INHIBITION_NOISE_VARIANCE,
            Condition.when("targetForm", "excitationMinusInhibition")));
  }

  private Preset preset(String name, Map<String, String> values) {
    return new Preset(name, name(), values).with("targetForm", "literal").with("alpha", "1");
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    RuleCost cost =
        TargetLearner.cost(shape, options, l -> InhibitoryMaps.applyMacs(shape, options, l));
    return InhibitoryMaps.addCost(cost, shape, options);
  }

  @Override
  public Learner learner(RuleContext context) {
    FeedbackMaps g = new FeedbackMaps(context);
    InhibitoryMaps i = new InhibitoryMaps(context, g);
    double alpha = context.options().get(RuleParameters.ALPHA);
    return new TargetLearner(context, g, Optional.of(i), alpha, new Difference(context, i, alpha));
  }

  /** eˡ = α (E − hˡ) + γ (hˡ − I), γ = α/σ² or α. */
  private static final class Difference implements TargetLearner.Displacement {
    private final InhibitoryMaps i;
    private final List<Matrix> inhibitions;
    private final double alpha;
    private final double sigma2;
    private final TargetForm form;
    private double gamma;

    Difference(RuleContext context, InhibitoryMaps i, double alpha) {
      this.i = i;
      this.inhibitions =
          IntStream.range(1, context.net().depth()).mapToObj(context::buffer).toList();
      this.alpha = alpha;
      this.sigma2 = context.options().get(RuleParameters.SIGMA2);
      this.form = context.options().get(RuleParameters.TARGET_FORM);
      scaleVariances(1);
    }

    @Override
    public void scaleVariances(double factor) {
      gamma =
          switch (form) {
            case LITERAL -> alpha / (sigma2 * factor);
            case EXCITATION_MINUS_INHIBITION -> alpha;
          };
    }

    @Override
    public Matrix displace(int l, Pass pass, Matrix excitation) {
      Matrix ih = inhibitions.get(l - 1);
      i.apply(l, pass.h(l), ih);
      pass.displace(l, alpha, excitation, gamma, ih);
      return ih;
    }
  }
}
