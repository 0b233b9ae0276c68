package org.bigsweep.engine.rule;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.net.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** Without the rules that tests add. */
  private Stream<LearningRule> shipped() {
    return rules().filter(rule -> rule.getClass().getPackage() == LearningRule.class.getPackage());
  }

  /** The order of every table and plot; the README's is the same. */
  @Test
  void rules_inDisplayOrder_leadFromTheExactGradientToTheStudiedRuleAndItsRelatives() {
    assertThat(
            shipped()
                .sorted(Comparator.comparingInt(LearningRule::displayOrder))
                .map(LearningRule::name))
        .containsExactly(
            "BP",
            "FA",
            "DFA",
            "LastLayerOnly",
            "TP",
            "DTP",
            "BIG",
            "PC",
            "SignFeedback",
            "KP",
            "DDTP");
    assertThat(shipped().map(LearningRule::displayOrder)).doesNotHaveDuplicates();
  }

  /** Reports speak of these by role. */
  @Test
  void rules_ofARole_areOneEach() {
    Map<RuleRole, List<String>> byRole =
        shipped().collect(groupingBy(LearningRule::role, mapping(LearningRule::name, toList())));

    assertThat(byRole.get(RuleRole.EXACT_GRADIENT)).containsExactly("BP");
    assertThat(byRole.get(RuleRole.STUDIED)).containsExactly("BIG");
    assertThat(byRole.get(RuleRole.BASELINE)).containsExactly("DTP");
    assertThat(byRole.get(RuleRole.OTHER)).hasSize(8);
  }

  private static RuleCost cost(String... given) {
    Map<String, String> values = new HashMap<>(Map.of("depth", "4", "width", "60-50-40"));
    for (int k = 0; k < given.length; k += 2) {
      values.put(given[k], given[k + 1]);
    }
    TrialSpec spec = ParameterCatalog.standard().resolve(values);
    return ParameterCatalog.standard()
        .rule(spec.get(TrialParameters.RULE))
        .cost(new Shape(List.of(100, 60, 50, 40, 10), 32), spec.forCost());
  }

  /** A step of a map reads or writes every value of its layer a few times. */
  @ParameterizedTest
  @CsvSource({
    "TP, 1, 3, 8",
    "DTP, 1, 3, 8",
    "BIG, 1, 6, 16",
    "BIG, 3, 18, 48",
    "BIG(mirrored), 1, 6, 24",
    "DDTP, 1, 4, 12",
    "DDTP, 3, 12, 36",
    "DTP, 0, 0, 0",
    "BP, , 0, 0",
    "FA, , 0, 0"
  })
  void cost_ofElementwiseKernels_isAFewPassesOverHiddenValuesAStep(
      String rule, String innerSteps, double least, double most) {
    RuleCost cost =
        innerSteps == null ? cost("rule", rule) : cost("rule", rule, "innerSteps", innerSteps);

    assertThat(cost.auxiliaryPasses() / (60 + 50 + 40)).isBetween(least, most);
  }

  /** Interneurons are values too. */
  @Test
  void cost_ofInterneurons_addsTheirPassesAndBuffers() {
    RuleCost none = cost("rule", "BIG");
    RuleCost some = cost("rule", "BIG", "interneurons", "70");

    assertThat(some.auxiliaryPasses() - none.auxiliaryPasses()).isEqualTo(5 * 3 * 70);
    assertThat(some.buffersPerSample() - none.buffersPerSample()).isEqualTo(2 * 70);
  }

  /** Maps move once in each inner step; those that learn as f does, once in a step. */
  @ParameterizedTest
  @CsvSource({"TP, 2, 2", "DTP, 3, 3", "BIG, 2, 2", "DDTP, 2, 2", "KP, , 1"})
  void cost_ofMaps_countsTheirUpdates(String rule, String innerSteps, double updates) {
    RuleCost cost =
        innerSteps == null ? cost("rule", rule) : cost("rule", rule, "innerSteps", innerSteps);

    assertThat(cost.maps()).isNotEmpty().allMatch(maps -> maps.steps() == updates);
  }

  /** Enough for what the contract measures, and not so much that trials are refused for nothing. */
  @ParameterizedTest
  @CsvSource({
    "BP, 0", "FA, 0", "DFA, 0", "TP, 6", "DTP, 6", "BIG, 10", "PC, 5", "KP, 0", "DDTP, 3"
  })
  void cost_ofBuffers_isSoManyValuesPerUnit(String rule, double perUnit) {
    assertThat(cost("rule", rule).buffersPerSample()).isEqualTo(perUnit * (60 + 50 + 40 + 10));
  }

  @Test
  void cost_ofDifferenceReconstruction_stacksThreeBatches() {
    double units = 60 + 50 + 40 + 10;

    assertThat(cost("rule", "DTP", "feedbackLoss", "difference").buffersPerSample())
        .isEqualTo((6 + 9) * units);
  }

  /** With the excitation less the inhibition alone, σ² decides nothing but i's noise. */
  @Test
  void shadows_ofBig_areSigma2WhereTheNoiseSaysItAll() {
    assertThat(new BalancedInhibitionGradient().shadows())
        .singleElement()
        .satisfies(
            shadow -> assertThat(shadow.toString()).contains("sigma2", "inhibitionNoiseVariance"));
    assertThat(new DifferenceTargetPropagation().shadows()).isEmpty();
  }
}
