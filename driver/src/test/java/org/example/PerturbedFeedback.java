package org.example;

import java.util.List;
import java.util.Map;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.RuleCost;

/** A rule of a lab that the driver has never heard of. It is planned and drawn, not trained. */
public final class PerturbedFeedback implements LearningRule {
  private static final Parameter<Long> COPIES =
      Parameter.of("copies", "perturbed copies of a sample", new Kind.Whole(1, 100), 2L)
          .changingCost(CostRole.AMOUNT);

  @Override
  public String name() {
    return "PerturbedFeedback";
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(COPIES);
  }

  @Override
  public List<Preset> presets() {
    return List.of(new Preset("PerturbedFeedback(one)", name(), Map.of("copies", "1")));
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    return RuleCost.ofEstimate(options.get(COPIES) * shape.weightsFrom(2))
        .withBuffers(options.get(COPIES) * shape.hiddenUnits());
  }

  @Override
  public Learner learner(RuleContext context) {
    throw new UnsupportedOperationException();
  }
}
