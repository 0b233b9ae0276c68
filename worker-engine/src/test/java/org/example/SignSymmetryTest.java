package org.example;

import java.util.stream.Stream;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.LearningRuleContract;

/** Sign symmetry keeps what every rule must keep. */
class SignSymmetryTest extends LearningRuleContract {
  @Override
  protected Stream<LearningRule> rules() {
    return Stream.of(new SignSymmetry());
  }
}
