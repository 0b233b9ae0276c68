package org.bigsweep.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.kernel.GemmTrace;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.engine.trial.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every learning rule must keep, whoever wrote it. Extend it and name the rules; each is
 * tested with its defaults, with every preset, and with every value of every choice and the
 * smallest and a larger value of every number, one at a time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LearningRuleContract {
  /** Faster than the defaults: the problem is small and so is the number of steps. */
  private static final Map<String, String> QUICK =
      Map.of("learningRate", "0.01", "batchSize", "12", "width", "16", "activation", "tanh");

  private static final Map<String, String> SMALL_TRIAL =
      Map.of(
          "dataset", "synthetic",
          "trainingImages", "24",
          "validationImages", "12",
          "depth", "3",
          "width", "5",
          "batchSize", "8",
          "epochs", "3");

  private static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);

  private static final int QUICK_STEPS = 150;

  /** The rules held to the contract. */
  protected abstract Stream<LearningRule> rules();

  /** One rule with some of its options set. */
  public record Case(LearningRule rule, Map<String, String> options) {
    SmallNetwork network(long seed) {
      return new SmallNetwork(rule, options, seed);
    }

    /** What the rule says that a step of this network costs. */
    RuleCost cost(SmallNetwork network) {
      Shape shape = new Shape(network.net().sizes(), network.pass().batch());
      return rule.cost(shape, network.spec().forCost());
    }

    /** A trial of three short epochs on the synthetic dataset. */
    TrialSpec trial() {
      Map<String, String> given = new HashMap<>(SMALL_TRIAL);
      given.putAll(options);
      given.put("rule", rule.name());
      return new ParameterCatalog(List.of(rule)).resolve(given);
    }

    @Override
    public String toString() {
      return rule.name() + (options.isEmpty() ? "" : " " + options);
    }
  }

  /** Every rule with every option changed, one at a time. */
  protected final Stream<Case> cases() {
    return rules().flatMap(LearningRuleContract::cases);
  }

  private static Stream<Case> cases(LearningRule rule) {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(rule, Map.of()));
    rule.presets().forEach(preset -> cases.add(new Case(rule, preset.values())));
    for (Parameter<?> parameter : rule.parameters()) {
      for (String value : values(parameter.kind())) {
        Map<String, String> options = new HashMap<>(conditionsOf(parameter));
        options.put(parameter.name(), value);
        cases.add(new Case(rule, options));
      }
    }
    for (String activation : List.of("relu", "sigmoid", "linear")) {
      cases.add(new Case(rule, Map.of("activation", activation)));
    }
    cases.add(new Case(rule, Map.of("depth", "2", "width", "1")));
    cases.add(new Case(rule, Map.of("depth", "6", "width", "7")));
    cases.add(new Case(rule, Map.of("batchSize", "1")));
    cases.add(new Case(rule, Map.of("optimizer", "momentum")));
    return cases.stream();
  }

  private static List<String> values(Kind<?> kind) {
    if (kind instanceof Kind.Choice<?> choice) {
      return choice.options();
    }
    if (kind instanceof Kind.Whole whole) {
      return List.of(String.valueOf(whole.low()), String.valueOf(Math.min(whole.high(), 3)));
    }
    if (kind instanceof Kind.Real real) {
      double low = real.lowInclusive() ? real.low() : Math.min(real.low() + 0.25, real.high());
      return List.of(String.valueOf(low), String.valueOf(Math.min(real.high(), low + 0.5)));
    }
    return List.of();
  }

  /** A choice of other options that makes the parameter active. */
  private static Map<String, String> conditionsOf(Parameter<?> parameter) {
    Map<String, String> options = new HashMap<>();
    parameter.condition().anyOf().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .findFirst()
        .ifPresent(any -> options.put(any.getKey(), any.getValue().iterator().next()));
    return options;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void name_always_isUniqueAndPlain(LearningRule rule) {
    List<String> found =
        ServiceLoader.load(LearningRule.class, rule.getClass().getClassLoader()).stream()
            .map(provider -> provider.get().name())
            .toList();

    assertThat(found).as("found through ServiceLoader").contains(rule.name());
    assertThat(found).doesNotHaveDuplicates();
    assertThat(rule.name()).matches("[A-Za-z][A-Za-z0-9]*");
    assertThat(rule.name()).as("the same at every call").isEqualTo(rule.name());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void parameters_always_referToEarlierOnes(LearningRule rule) {
    List<Parameter<?>> all = new ParameterCatalog(List.of(rule)).parametersOf(rule.name());
    assertThat(all).containsAll(rule.parameters());
    Set<String> earlier = new HashSet<>();
    Map<String, String> absent = new HashMap<>();
    // the settings shared by optimisers name the optimisers of all maps, whether a rule has them
    Set<String> elsewhere = Set.of("feedbackOptimizer", "inhibitionOptimizer");
    for (Parameter<?> parameter : all) {
      assertThat(parameter.name()).matches("[a-z][A-Za-z0-9]*");
      assertThat(parameter.meaning()).isNotBlank();
      for (String choice : parameter.condition().anyOf().keySet()) {
        if (rule.parameters().contains(parameter) || !elsewhere.contains(choice)) {
          assertThat(earlier).as("condition of %s", parameter.name()).contains(choice);
        }
        assertThat(parameter.condition().anyOf().get(choice))
            .as("condition of %s names no value at which %s is absent", parameter.name(), choice)
            .doesNotContain(absent.getOrDefault(choice, ""));
      }
      absentText(parameter).ifPresent(text -> absent.put(parameter.name(), text));
      if (parameter.fallback() instanceof Default.SameAs<?> same) {
        assertThat(earlier).as("default of %s", parameter.name()).contains(same.other().name());
      }
      assertThat(earlier.add(parameter.name())).as("%s once", parameter.name()).isTrue();
    }
  }

  private static <T> Optional<String> absentText(Parameter<T> parameter) {
    return parameter.absentValue().map(parameter.kind()::canonical);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void presets_always_fixOwnParametersInCanonicalSpelling(LearningRule rule) {
    ParameterCatalog catalog = new ParameterCatalog(List.of(rule));
    for (Preset preset : rule.presets()) {
      assertThat(preset.rule()).isEqualTo(rule.name());
      preset
          .values()
          .forEach(
              (name, value) ->
                  assertThat(catalog.find(name).map(p -> p.canonical(value)))
                      .as("%s of %s", name, preset.name())
                      .contains(value));
      assertThat(catalog.label(catalog.resolve(Map.of("rule", preset.name()))))
          .isEqualTo(preset.name());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void estimate_anyBatch_isFiniteAndOfTheLayersSize(Case c) {
    try (SmallNetwork network = c.network(1)) {
      network.forward(0);
      network.learner().learnAuxiliaries(network.pass());
      network.learner().estimate(network.pass());
      for (int l = 1; l <= network.net().depth(); l++) {
        Matrix estimate = network.pass().estimate(l);
        assertThat(estimate.rows()).isEqualTo(network.pass().batch());
        assertThat(estimate.cols()).isEqualTo(network.net().size(l));
        assertThat(isFinite(estimate.toArray())).as("layer %d", l).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void estimate_withTargets_isTargetLessActivation(Case c) {
    try (SmallNetwork network = c.network(1)) {
      network.forward(0);
      network.learner().estimate(network.pass());
      if (network.learner().targets().isEmpty()) {
        return;
      }
      for (int l = 1; l <= network.net().depth(); l++) {
        float[] h = network.pass().h(l).toArray();
        float[] e = network.pass().estimate(l).toArray();
        float[] t = network.pass().target(l).toArray();
        for (int k = 0; k < h.length; k++) {
          double rounding = 1e-6 * (1 + Math.abs(h[k]) + Math.abs(e[k]));
          assertThat(Math.abs((double) t[k] - h[k] - e[k])).isLessThan(rounding);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void estimate_always_changesNoParameter(Case c) {
    try (SmallNetwork network = c.network(1)) {
      network.forward(0);
      Map<String, float[]> before = network.values();

      network.learner().estimate(network.pass());

      assertSame(network.values(), before);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void learnAuxiliaries_always_leavesForwardWeights(Case c) {
    try (SmallNetwork network = c.network(1)) {
      network.forward(0);
      Map<String, float[]> before = forwardWeights(network);

      network.learner().learnAuxiliaries(network.pass());

      assertSame(forwardWeights(network), before);
    }
  }

  private static Map<String, float[]> forwardWeights(SmallNetwork network) {
    Map<String, float[]> values = network.values();
    values.keySet().removeIf(name -> !name.matches("[Wb]f\\d+"));
    assertThat(values).hasSize(2 * network.net().depth());
    return values;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void train_twice_givesTheSameBits(Case c) {
    try (SmallNetwork first = c.network(2);
        SmallNetwork second = c.network(2)) {
      for (int step = 0; step < 4; step++) {
        first.train(step);
      }
      for (int step = 0; step < 4; step++) {
        second.train(step);
      }
      assertSame(second.values(), first.values());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void train_afterTheFirstStep_allocatesNoMemoryOffTheHeap(Case c) {
    try (SmallNetwork network = c.network(3)) {
      network.train(0);
      fill(network.workspace());
      long before = network.workspace().bytes();

      for (int step = 1; step < 4; step++) {
        network.train(step);
      }

      assertThat(network.workspace().bytes()).isEqualTo(before);
    }
  }

  /** Uses up what the workspace holds, so that any further matrix makes it grow. */
  private static void fill(Workspace workspace) {
    long before = workspace.bytes();
    while (workspace.bytes() == before) {
      workspace.matrix(1, 1 << 12);
    }
    int alignment = 16;
    long grown = (workspace.bytes() - before) / Float.BYTES - alignment;
    workspace.matrix(1, Math.toIntExact(grown) - (1 << 12));
    assertThat(workspace.bytes()).isEqualTo(before + (grown + alignment) * Float.BYTES);
  }

  /** A product of one sample takes a multiply-accumulate per weight, and that is two flops. */
  @ParameterizedTest
  @MethodSource("cases")
  void cost_always_countsTheProductsThatAreCalled(Case c) {
    try (SmallNetwork network = c.network(8)) {
      RuleCost cost = c.cost(network);
      double flopsPerMac = 2.0 * network.pass().batch();
      network.forward(0);

      GemmTrace learning =
          GemmTrace.record(() -> network.learner().learnAuxiliaries(network.pass()));
      GemmTrace estimate = GemmTrace.record(() -> network.learner().estimate(network.pass()));
      GemmTrace beside =
          GemmTrace.record(() -> network.learner().learnBesideForward(network.pass()));

      assertThat(cost.auxiliaryMacs() * flopsPerMac)
          .as("aux")
          .isEqualTo(learning.flops() + beside.flops());
      assertThat(cost.estimateMacs() * flopsPerMac).as("estimate").isEqualTo(estimate.flops());
      assertThat(cost.lowestLearningLayer()).isEqualTo(network.learner().lowestLearningLayer());
    }
  }

  /** Weights that learn belong to an updater; all others that the rule keeps are fixed. */
  @ParameterizedTest
  @MethodSource("cases")
  void cost_always_countsTheWeightsThatAreKept(Case c) {
    try (SmallNetwork network = c.network(8)) {
      RuleCost cost = c.cost(network);
      Map<String, Matrix> own = new LinkedHashMap<>();
      network.learner().collectParameters(own);
      double learning = 0;
      double largest = 0;
      for (String map : network.auxiliaryMaps()) {
        own.remove("b" + map);
        int weights = own.remove("W" + map).size();
        learning += weights;
        largest = Math.max(largest, weights);
      }

      assertThat(cost.maps().stream().mapToDouble(RuleCost.Maps::weights).sum())
          .isEqualTo(learning);
      assertThat(cost.maps().stream().mapToDouble(RuleCost.Maps::largest).max().orElse(0))
          .isEqualTo(largest);
      assertThat(cost.fixedWeights())
          .as("weights that no optimiser moves: %s", own.keySet())
          .isGreaterThanOrEqualTo(
              own.values().stream().filter(m -> m.rows() > 1).mapToDouble(Matrix::size).sum());
    }
  }

  /** In a network large enough that what the rule takes shows in whole slabs. */
  @ParameterizedTest
  @MethodSource("rules")
  void cost_always_coversTheMemoryThatIsTaken(LearningRule rule) {
    Case wide = new Case(rule, Map.of("width", "500", "depth", "4", "batchSize", "400"));
    try (SmallNetwork network = wide.network(9);
        Workspace fresh = new Workspace()) {
      RuleCost cost = wide.cost(network);
      network.buildLearner(rule, fresh);
      double floats = cost.fixedWeights() + cost.buffersPerSample() * network.pass().batch();
      for (RuleCost.Maps maps : cost.maps()) {
        floats +=
            maps.weights() * (1 + network.spec().get(maps.optimizer()).states()) + maps.largest();
      }

      assertThat((double) fresh.bytes()).isLessThanOrEqualTo(Workspace.bytesFor(floats));
    }
  }

  /** Locality: its input, its output and its estimate are all that moves a layer of f. */
  @ParameterizedTest
  @MethodSource("cases")
  void gradient_otherParametersPerturbed_isUnchanged(Case c) {
    int depth;
    try (SmallNetwork network = c.network(4)) {
      depth = network.net().depth();
    }
    for (int l = 1; l <= depth; l++) {
      try (SmallNetwork network = c.network(4);
          SmallNetwork perturbed = c.network(4)) {
        estimateAndMove(network, Set.of());
        estimateAndMove(perturbed, others(perturbed, l));
        assertThat(perturbed.moved("f" + l)).isEqualTo(network.moved("f" + l));
        if (network.moved("f" + l)) {
          assertThat(perturbed.gradient("f" + l).weights())
              .isDeepEqualTo(network.gradient("f" + l).weights());
        }
      }
    }
  }

  private static void estimateAndMove(SmallNetwork network, Set<String> perturbed) {
    network.forward(0);
    network.learner().learnAuxiliaries(network.pass());
    network.learner().estimate(network.pass());
    for (String name : perturbed) {
      Matrix parameter = network.parameter(name);
      network.workspace().kernels().scale(parameter, -3f, parameter);
    }
    network.trainer().move(network.pass());
  }

  private static Set<String> others(SmallNetwork network, int l) {
    Set<String> names = new HashSet<>(network.parameters().keySet());
    names.removeAll(Set.of("Wf" + l, "bf" + l));
    return names;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void collectParameters_always_namesEveryMapThatLearns(Case c) {
    try (SmallNetwork network = c.network(5)) {
      Map<String, Matrix> own = new LinkedHashMap<>();
      network.learner().collectParameters(own);

      assertThat(own.keySet()).as("f's own names").noneMatch(name -> name.matches("[Wb]f\\d+"));
      for (String map : network.auxiliaryMaps()) {
        assertThat(own).containsKeys("W" + map, "b" + map);
      }
    }
  }

  /**
   * What is saved is what {@code collectParameters} names and the optimisers' state: a rule with
   * any other memory of earlier minibatches ends elsewhere when it is stopped and goes on.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void run_pausedAndContinued_givesTheSameBits(Case c) {
    TrialSpec spec = c.trial();
    List<Object> uninterrupted = figures(run(spec, Integer.MAX_VALUE, Checkpoints.NONE));
    Map<String, byte[]> saved = new HashMap<>();
    Checkpoints checkpoints = keptIn(saved);

    assertThat(run(spec, 1, checkpoints)).isInstanceOf(TrialOutcome.Paused.class);
    assertThat(saved).as("states saved").hasSize(1);
    TrialOutcome continued = run(spec, Integer.MAX_VALUE, checkpoints);

    assertThat(figures(continued)).isEqualTo(uninterrupted);
  }

  /** In a runner of its own, so that nothing is handed on but what was saved. */
  private static TrialOutcome run(TrialSpec spec, int until, Checkpoints checkpoints) {
    return new TrialRunner(DATA, Optional.empty())
        .run(
            TrialRequest.toTheEnd(spec, KeepWeights.BEST).until(until),
            checkpoints,
            TrialObserver.NONE);
  }

  private static Checkpoints keptIn(Map<String, byte[]> saved) {
    return new Checkpoints() {
      @Override
      public Optional<byte[]> load(String trialId) {
        return Optional.ofNullable(saved.get(trialId));
      }

      @Override
      public void save(String trialId, byte[] state) {
        saved.put(trialId, state);
      }

      @Override
      public void remove(String trialId) {
        saved.remove(trialId);
      }
    };
  }

  /** State, reason, every epoch's losses, every layer's figures and the kept parameters. */
  private static List<Object> figures(TrialOutcome outcome) {
    TrialResult result = outcome.finished();
    List<Object> figures = new ArrayList<>();
    figures.add(result.trial().getState() + " " + result.trial().getReason());
    result
        .epochs()
        .forEach(
            e ->
                figures.add(
                    List.of(
                        String.valueOf(e.getTrainLoss()),
                        String.valueOf(e.getValidationLoss()),
                        e.getTestLoss(),
                        e.getCollapsed())));
    result.layers().forEach(layer -> figures.add(layer.toString()));
    figures.add(result.weights().map(HexFormat.of()::formatHex).orElse(""));
    return figures;
  }

  /** Three classes; chance is a third. */
  @ParameterizedTest
  @MethodSource("rules")
  void train_separableProblem_beatsChance(LearningRule rule) {
    try (SmallNetwork network = new SmallNetwork(rule, QUICK, 6)) {
      for (int step = 0; step < QUICK_STEPS; step++) {
        network.train(step);
      }
      assertThat(network.accuracy(5)).isGreaterThan(0.6);
    }
  }

  @Test
  void learner_always_movesItsHiddenLayersOrSaysSo() {
    rules()
        .forEach(
            rule -> {
              try (SmallNetwork network = new SmallNetwork(rule, Map.of(), 7)) {
                float[] before = network.parameter("Wf1").toArray();
                network.train(0);
                boolean moved = !Arrays.equals(before, network.parameter("Wf1").toArray());
                assertThat(moved)
                    .as("first layer of %s moves", rule.name())
                    .isEqualTo(network.learner().lowestLearningLayer() == 1);
              }
            });
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }
}
