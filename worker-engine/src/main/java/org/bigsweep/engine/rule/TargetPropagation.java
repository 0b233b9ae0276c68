package org.bigsweep.engine.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;

/**
 * Target propagation (Bengio 2014; Lee et al. 2015): a layer's target is what feedback makes of the
 * target above,
 *
 * <pre>tˡ = E,  E = g_l(tˡ⁺¹)</pre>
 *
 * <p>The preset TP(paper) lets g learn from targets, the paper's eq. 2 read literally.
 */
public final class TargetPropagation implements LearningRule {
  @Override
  public String name() {
    return "TP";
  }

  @Override
  public int displayOrder() {
    return 4;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return RuleParameters.FEEDBACK;
  }

  @Override
  public List<Preset> presets() {
    return List.of(new Preset("TP(paper)", name(), Map.of("feedbackLoss", "target")));
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    return TargetLearner.cost(shape, options, l -> 0);
  }

  @Override
  public Learner learner(RuleContext context) {
    FeedbackMaps g = new FeedbackMaps(context);
    return new TargetLearner(
        context,
        g,
        Optional.empty(),
        1,
        (l, pass, e) -> {
          Matrix h = pass.h(l);
          pass.displace(l, 1, e, 0, h);
          return h;
        });
  }
}
