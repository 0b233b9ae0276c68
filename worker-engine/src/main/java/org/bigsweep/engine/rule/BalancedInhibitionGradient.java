package org.bigsweep.engine.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.param.Shadow;

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
 * <p>σ² is a variance. Presets: BIG(eq. 4), with g and i reconstructing activity; BIG(balanced),
 * whose i learns the feedback g_l(hˡ⁺¹) without noise at σ² = 1; BIG(paper), as eq. 4 with g
 * learning from targets.
 */
public final class BalancedInhibitionGradient implements LearningRule {
  @Override
  public String name() {
    return "BIG";
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
            Map.of("inhibitionTarget", "feedback", "inhibitionNoiseVariance", "0", "sigma2", "1")));
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
  public Learner learner(RuleContext context) {
    FeedbackMaps g = new FeedbackMaps(context);
    InhibitoryMaps i = new InhibitoryMaps(context, g);
    List<Matrix> inhibitions =
        IntStream.range(1, context.net().depth()).mapToObj(context::buffer).toList();
    Options options = context.options();
    double alpha = options.get(RuleParameters.ALPHA);
    boolean literal = options.get(RuleParameters.TARGET_FORM).equals("literal");
    double gamma = literal ? alpha / options.get(RuleParameters.SIGMA2) : alpha;
    return new TargetLearner(
        context,
        g,
        Optional.of(i),
        alpha,
        (l, pass, e) -> {
          Matrix ih = inhibitions.get(l - 1);
          i.apply(l, pass.h(l), ih);
          pass.displace(l, alpha, e, gamma, ih);
          return ih;
        });
  }
}
