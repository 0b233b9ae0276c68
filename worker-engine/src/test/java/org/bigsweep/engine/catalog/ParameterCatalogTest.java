package org.bigsweep.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Condition;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.Backpropagation;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.RuleCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterCatalogTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static Map<String, String> values(String rule, String... more) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("rule", rule);
    for (int k = 0; k < more.length; k += 2) {
      given.put(more[k], more[k + 1]);
    }
    return CATALOG.resolve(given).values();
  }

  private static String id(String rule, String... more) {
    return new TrialSpec(new TreeMap<>(values(rule, more))).id("data");
  }

  @Test
  void resolve_backpropagation_hasSharedDefaultsAndNothingElse() {
    assertThat(values("BP"))
        .containsExactlyInAnyOrderEntriesOf(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("rule", "BP"),
                    Map.entry("dataset", "mnist"),
                    Map.entry("trainingImages", "55000"),
                    Map.entry("validationImages", "5000"),
                    Map.entry("depth", "5"),
                    Map.entry("width", "256"),
                    Map.entry("activation", "tanh"),
                    Map.entry("initializer", "glorot-uniform"),
                    Map.entry("batchSize", "128"),
                    Map.entry("epochs", "4"),
                    Map.entry("optimizer", "adam"),
                    Map.entry("learningRate", "0.0003"),
                    Map.entry("adamBeta1", "0.9"),
                    Map.entry("adamBeta2", "0.999"),
                    Map.entry("epsilon", "1E-8"),
                    Map.entry("seed", "0"))));
  }

  @Test
  void resolve_parametersOfOtherRulesOrChoices_areDropped() {
    assertThat(values("BP", "sigma2", "0.1", "momentum", "0.5")).isEqualTo(values("BP"));
    assertThat(values("DTP", "sigma2", "0.1", "feedbackNoiseVariance", "0.3"))
        .isEqualTo(values("DTP"));
    assertThat(values("DTP", "feedbackLoss", "denoise", "feedbackNoiseVariance", "0.3"))
        .containsEntry("feedbackNoiseVariance", "0.3");
    assertThat(values("BP", "optimizer", "momentum"))
        .containsKey("momentum")
        .doesNotContainKeys("adamBeta1", "epsilon");
    assertThat(values("BP", "optimizer", "sgd")).doesNotContainKeys("momentum", "epsilon");
  }

  /** Adam of g alone makes Adam's settings exist. */
  @Test
  void resolve_optimizerOfOneMap_bringsItsSettings() {
    assertThat(values("DTP", "optimizer", "sgd")).containsKey("adamBeta1");
    assertThat(values("BP", "optimizer", "sgd", "feedbackOptimizer", "adam"))
        .doesNotContainKey("adamBeta1");
  }

  @Test
  void resolve_defaultsOfOtherParameters_followThem() {
    assertThat(values("BIG", "sigma2", "0.1")).containsEntry("inhibitionNoiseVariance", "0.1");
    assertThat(values("BIG", "sigma2", "0.1", "inhibitionNoiseVariance", "0"))
        .containsEntry("inhibitionNoiseVariance", "0");
    assertThat(values("TP", "topTargetStep", "0.5")).containsEntry("topUpdateStep", "0.5");
  }

  @Test
  void resolve_presets_areTheirParameters() {
    assertThat(values("BIG(eq. 4)"))
        .containsEntry("rule", "BIG")
        .containsEntry("inhibitionTarget", "activity")
        .containsEntry("feedbackLoss", "reconstruct")
        .containsEntry("targetForm", "literal")
        .containsEntry("alpha", "1");
    assertThat(values("BIG(eq. 4)")).isEqualTo(values("BIG"));
    assertThat(values("BIG(balanced)"))
        .containsEntry("inhibitionTarget", "feedback")
        .containsEntry("inhibitionNoiseVariance", "0")
        .containsEntry("sigma2", "1");
    assertThat(values("BIG(paper)")).containsEntry("feedbackLoss", "target");
    assertThat(values("TP(paper)"))
        .isEqualTo(values("TP", "feedbackLoss", "target"))
        .containsEntry("rule", "TP");
  }

  @Test
  void resolve_presetAgainstGiven_presetWins() {
    assertThat(values("BIG(balanced)", "sigma2", "0.1")).isEqualTo(values("BIG(balanced)"));
    assertThat(values("BIG(eq. 4)", "sigma2", "0.1")).containsEntry("sigma2", "0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "BP, BP",
    "BIG, BIG(eq. 4)",
    "BIG(eq. 4), BIG(eq. 4)",
    "BIG(balanced), BIG(balanced)",
    "BIG(paper), BIG(paper)",
    "TP, TP",
    "TP(paper), TP(paper)"
  })
  void label_resolved_isThePresetItMatches(String named, String label) {
    assertThat(CATALOG.label(CATALOG.resolve(Map.of("rule", named)))).isEqualTo(label);
  }

  @Test
  void label_noPresetMatches_isTheBaseRule() {
    assertThat(
            CATALOG.label(
                CATALOG.resolve(Map.of("rule", "BIG", "targetForm", "excitationMinusInhibition"))))
        .isEqualTo("BIG");
  }

  @ParameterizedTest
  @CsvSource({
    "learningRate, 0.30000000000000004, 0.3",
    "learningRate, 0.1, 1e-1",
    "learningRate, 0.0003, 3E-4",
    "learningRate, 1, 1.000",
    "depth, 3, 3.0",
    "epochs, 1000, 1e3",
    "sigma2, 0.010, .01",
    "width, 256, ' 256 '"
  })
  void id_equalSpellings_areOneTrial(String parameter, String one, String other) {
    assertThat(id("BIG", parameter, one)).isEqualTo(id("BIG", parameter, other));
  }

  @Test
  void id_orderOfGivenParameters_doesNotMatter() {
    assertThat(id("BIG", "sigma2", "0.1", "depth", "3"))
        .isEqualTo(id("BIG", "depth", "3", "sigma2", "0.1"));
  }

  @Test
  void id_anyOtherActiveValue_isAnotherTrial() {
    List<String> ids =
        List.of(
            id("BIG"),
            id("BIG", "sigma2", "0.1"),
            id("BIG", "depth", "3"),
            id("BIG", "seed", "1"),
            id("BIG", "epochs", "5"),
            id("BIG", "learningRate", "0.3000000001"),
            id("DTP"),
            id("BP"));
    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BP | learningRate | 0 | Invalid learningRate: 0 (must be a number > 0)",
        "BP | learningRate | fast | Invalid learningRate: fast (must be a number > 0)",
        "BP | learningRate | NaN | Invalid learningRate: NaN (must be a number > 0)",
        "BIG | sigma2 | -1 | Invalid sigma2: -1 (must be a number > 0)",
        "BP | depth | 1 | Invalid depth: 1 (must be a whole number from 2 to 200)",
        "BP | depth | 2.5 | Invalid depth: 2.5 (must be a whole number from 2 to 200)",
        "BP | adamBeta1 | 1 | Invalid adamBeta1: 1 (must be a number ≥ 0 and < 1)",
        "BP | activation | tahn | Invalid activation: tahn (must be one of tanh, relu, sigmoid,"
            + " linear); did you mean tanh?",
        "BP | width | 3-4 | Invalid width: 3-4 (must be one number or one for each of the 4 hidden"
            + " layers of depth 5)"
      })
  void resolve_valueAgainstItsLaw_isOneSentence(
      String rule, String parameter, String value, String message) {
    assertThatThrownBy(() -> values(rule, parameter, value))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(message);
  }

  @Test
  void resolve_unknownRule_namesTheNearest() {
    assertThatThrownBy(() -> values("BIG(balance)"))
        .hasMessageStartingWith("Invalid rule: BIG(balance) (must be one of ")
        .hasMessageContaining("BP, FA, DFA, LastLayerOnly, TP, DTP, BIG, ")
        .hasMessageEndingWith("did you mean BIG(balanced)?");
    assertThatThrownBy(() -> CATALOG.resolve(Map.of())).hasMessage("Missing parameter: rule");
  }

  @Test
  void rule_preset_isNotABaseRule() {
    assertThatThrownBy(() -> CATALOG.rule("TP(paper)"))
        .hasMessageStartingWith("Invalid rule: TP(paper)");
  }

  @Test
  void constructor_sameNameTwice_isRefused() {
    assertThatThrownBy(
            () -> new ParameterCatalog(List.of(new Backpropagation(), new Backpropagation())))
        .hasMessage("Two learning rules are named BP");
  }

  @Test
  void costParameters_areThoseThatChangeWhatATrialCosts() {
    assertThat(
            ParameterCatalog.standard()
                .costParameters(
                    CostRole.ALGORITHM, CostRole.ELEMENTWISE, CostRole.SHAPE, CostRole.AMOUNT))
        .containsExactlyInAnyOrder(
            "rule",
            "depth",
            "width",
            "activation",
            "batchSize",
            "epochs",
            "trainingImages",
            "validationImages",
            "innerSteps",
            "pretrainEpochs",
            "feedbackLoss",
            "inhibitionTarget",
            "interneurons",
            "inhibition",
            "inhibitionLearner",
            "inference",
            "inferenceSteps",
            "inhibitionActivation",
            "auxiliaryOrder",
            "auxiliaryMinibatches",
            "trainedLayers",
            "topTarget",
            "displacementMeanDecay",
            "optimizer",
            "feedbackOptimizer",
            "inhibitionOptimizer");
  }

  @Test
  void forCost_parameterWithoutACostRole_cannotBeRead() {
    TrialSpec spec = ParameterCatalog.standard().resolve(Map.of("rule", "BIG"));

    assertThat(spec.forCost().get(TrialParameters.DEPTH)).isEqualTo(5);
    assertThatThrownBy(() -> spec.forCost().get(TrialParameters.LEARNING_RATE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learningRate is read by a statement of cost but has no cost role");
  }

  /** A rule with an option added after trials of it existed, and one that hangs on it. */
  private static final class Grown implements LearningRule {
    private enum Gate {
      OPEN,
      SLOW
    }

    private static final Parameter<Gate> GATE =
        Parameter.of("gate", "", Kind.Choice.of(Gate.class), Gate.OPEN).absentAt(Gate.OPEN);
    private static final Parameter<Double> PACE =
        Parameter.of("pace", "", Kind.Real.positive(), 2.0)
            .activeWhen(Condition.when("gate", "slow"))
            .absentAt(2.0);

    @Override
    public String name() {
      return "Grown";
    }

    @Override
    public List<Parameter<?>> parameters() {
      return List.of(GATE, PACE);
    }

    @Override
    public RuleCost cost(Shape shape, Options options) {
      return RuleCost.ofEstimate(0);
    }

    @Override
    public Learner learner(RuleContext context) {
      throw new UnsupportedOperationException();
    }
  }

  private static TrialSpec grown(String... more) {
    Map<String, String> given = new LinkedHashMap<>(Map.of("rule", "Grown"));
    for (int k = 0; k < more.length; k += 2) {
      given.put(more[k], more[k + 1]);
    }
    return new ParameterCatalog(List.of(new Grown())).resolve(given);
  }

  @Test
  void resolve_parameterAtTheValueWhereItIsAbsent_isTheTrialWithoutIt() {
    assertThat(grown().values()).doesNotContainKeys("gate", "pace");
    assertThat(grown("gate", "open", "pace", "7").values()).isEqualTo(grown().values());
    assertThat(grown("gate", "slow", "pace", "2.0").values())
        .isEqualTo(grown("gate", "slow").values())
        .containsEntry("gate", "slow")
        .doesNotContainKey("pace");
    assertThat(grown("gate", "slow", "pace", "3").values()).containsEntry("pace", "3");
  }

  @Test
  void find_absentParameter_isItsValueWhereItIsActive() {
    assertThat(grown().get(Grown.GATE)).isEqualTo(Grown.Gate.OPEN);
    assertThat(grown().find(Grown.PACE)).isEmpty();
    assertThat(grown("gate", "slow").get(Grown.PACE)).isEqualTo(2);
    assertThat(grown("gate", "slow", "pace", "3").get(Grown.PACE)).isEqualTo(3);
  }

  @Test
  void complete_always_isTheOppositeOfWritten() {
    ParameterCatalog catalog = new ParameterCatalog(List.of(new Grown()));
    for (TrialSpec spec :
        List.of(grown(), grown("gate", "slow"), grown("gate", "slow", "pace", "3"))) {
      assertThat(catalog.written(catalog.complete(spec))).isEqualTo(spec);
    }
    assertThat(catalog.complete(grown())).containsEntry("gate", "open").doesNotContainKey("pace");
    assertThat(catalog.complete(grown("gate", "slow"))).containsEntry("pace", "2");
  }

  @Test
  void resolve_sigma2ThatHasNoEffect_isNoPartOfTheTrial() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("rule", "BIG");
    given.put("targetForm", "excitationMinusInhibition");
    given.put("sigma2", "0.5");
    TrialSpec byDefault = CATALOG.resolve(given);
    assertThat(byDefault.values())
        .containsEntry("sigma2", "0.5")
        .containsEntry("inhibitionNoiseVariance", "0.5");

    given.put("sigma2", "3");
    given.put("inhibitionNoiseVariance", "0.5");
    assertThat(CATALOG.resolve(given)).isEqualTo(byDefault);
    given.put("inhibitionNoiseVariance", "0");
    assertThat(CATALOG.resolve(given).values()).containsEntry("sigma2", "1");
    given.put("targetForm", "literal");
    assertThat(CATALOG.resolve(given).values()).containsEntry("sigma2", "3");
  }
}
