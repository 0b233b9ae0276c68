package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule on the class path is held to the contract. */
class BuiltInRulesTest extends LearningRuleContract {
  @Override
  protected Stream<LearningRule> rules() {
    return ServiceLoader.load(LearningRule.class).stream().map(ServiceLoader.Provider::get);
  }

  @Test
  void rules_always_areAllFound() {
    assertThat(rules().map(LearningRule::name))
        .contains("BP", "FA", "DFA", "LastLayerOnly", "TP", "DTP", "BIG");
  }
}
