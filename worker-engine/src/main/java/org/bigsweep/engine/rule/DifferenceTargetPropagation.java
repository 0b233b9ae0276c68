package org.bigsweep.engine.rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;

/**
 * Difference target propagation (Lee et al. 2015): a second feedback pass corrects what g gets
 * wrong about the layer itself,
 *
 * <pre>tˡ = hˡ + g_l(tˡ⁺¹) − g_l(hˡ⁺¹)</pre>
 *
 * <p>formed from the differences E − hˡ and hˡ − g_l(hˡ⁺¹), so that η = 0 leaves f exactly where it
 * is. The top target is a step η along −∂L/∂hᴺ per sample; {@code topTarget: penultimate} makes it
 * the paper's own, a step on the layer below.
 */
public final class DifferenceTargetPropagation implements LearningRule {
  @Override
  public String name() {
    return "DTP";
  }

  @Override
  public RuleRole role() {
    return RuleRole.BASELINE;
  }

  @Override
  public int displayOrder() {
    return 5;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return RuleParameters.FEEDBACK;
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    return TargetLearner.cost(shape, options, l -> FeedbackMaps.applyMacs(shape, l));
  }

  @Override
  public Learner learner(RuleContext context) {
    FeedbackMaps g = new FeedbackMaps(context);
    List<Matrix> reconstructions =
        IntStream.range(1, context.net().depth()).mapToObj(context::buffer).toList();
    return new TargetLearner(
        context,
        g,
        Optional.empty(),
        1,
        (l, pass, e) -> {
          Matrix gh = reconstructions.get(l - 1);
          g.apply(l, pass.h(l + 1), gh);
          pass.displace(l, 1, e, 1, gh);
          return gh;
        });
  }
}
