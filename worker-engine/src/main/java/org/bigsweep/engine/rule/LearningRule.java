package org.bigsweep.engine.rule;

import java.util.List;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.param.Shadow;

/**
 * A learning rule. It defines how each layer computes its estimate eˡ of −∂L/∂hˡ.
 *
 * <p>Found by name through {@link java.util.ServiceLoader}; see {@code ADD_A_RULE.md}.
 */
public interface LearningRule {

  /** The name in sweep files and results, such as {@code DTP}. */
  String name();

  /** What the rule is in a comparison of rules. */
  default RuleRole role() {
    return RuleRole.OTHER;
  }

  /**
   * The place of the rule among those that come with bigsweep, from 0; rules of others follow in
   * the order of their names.
   */
  default int displayOrder() {
    return Integer.MAX_VALUE;
  }

  /** The options that this rule has besides every trial's; empty if none. */
  default List<Parameter<?>> parameters() {
    return List.of();
  }

  /** Named settings of the options that are reported as rows of their own; empty if none. */
  default List<Preset> presets() {
    return List.of();
  }

  /** Options that have no effect of their own under a condition; empty if none. */
  default List<Shadow<?>> shadows() {
    return List.of();
  }

  /**
   * What the rule costs in a network of that shape, from which trials are planned. {@code
   * LearningRuleContract} compares it with what a step really does.
   *
   * @param options the trial's active parameters; only those with a {@link
   *     org.bigsweep.engine.param.CostRole} can be read
   */
  RuleCost cost(Shape shape, Options options);

  /** The rule at work in one trial; allocates all it needs from the context's workspace. */
  Learner learner(RuleContext context);
}
