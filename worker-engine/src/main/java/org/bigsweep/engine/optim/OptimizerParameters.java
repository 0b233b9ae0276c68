package org.bigsweep.engine.optim;

import java.util.Map;
import java.util.Set;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;

/**
 * The names of the optimisers, and the optimiser settings that f, g and i share, with their
 * defaults.
 */
public final class OptimizerParameters {
  public static final Kind.Choice<OptimizerName> NAMES = Kind.Choice.of(OptimizerName.class);

  public static final Parameter<Double> MOMENTUM =
      Parameter.of("momentum", "μ of the momentum optimiser", Kind.Real.decay(), 0.9)
          .activeWhen(any("momentum"));

  public static final Parameter<Double> RMSPROP_DECAY =
      Parameter.of("rmspropDecay", "ρ of RMSprop", Kind.Real.decay(), 0.99)
          .activeWhen(any("rmsprop"));

  public static final Parameter<Double> ADAM_BETA1 =
      Parameter.of("adamBeta1", "β₁ of Adam", Kind.Real.decay(), 0.9).activeWhen(any("adam"));

  public static final Parameter<Double> ADAM_BETA2 =
      Parameter.of("adamBeta2", "β₂ of Adam", Kind.Real.decay(), 0.999).activeWhen(any("adam"));

  public static final Parameter<Double> EPSILON =
      Parameter.of("epsilon", "ε of Adam and RMSprop", Kind.Real.positive(), 1e-8)
          .activeWhen(any("adam", "rmsprop"));

  private OptimizerParameters() {}

  private static Condition any(String... names) {
    Set<String> values = Set.of(names);
    return new Condition(
        Map.of("optimizer", values, "feedbackOptimizer", values, "inhibitionOptimizer", values));
  }
}
