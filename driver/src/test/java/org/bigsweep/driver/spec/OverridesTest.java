package org.bigsweep.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
  private static final String SWEEP =
      """
      version: 1
      name: base
      fixed: {epochs: 4}
      grid:
        rule: [BP, BIG]
        depth: [3, 4]
      zip:
        batchSize: [64, 128]
        learningRate: [0.1, 0.2]
      rules:
        BIG: {depth: 6}
      when:
        if: {rule: BP}
        fixed: {optimizer: sgd}
      seeds: 0..4
      """;

  private static Sweep with(String... overrides) {
    return new SweepReader(ParameterCatalog.standard()).parse("s.yaml", SWEEP, List.of(overrides));
  }

  private static List<String> values(String name, Sweep sweep) {
    return sweep.space().stream()
        .map(TrialSpec::values)
        .map(v -> v.get(name))
        .distinct()
        .collect(Collectors.toList());
  }

  @Test
  void set_listOfRules() {
    assertThat(values("rule", with("rule=DTP,BIG(eq. 4),TP")))
        .containsExactlyInAnyOrder("DTP", "BIG", "TP");
  }

  @Test
  void set_function() {
    assertThat(values("sigma2", with("rule=BIG", "sigma2=logspace(0.01,10,7)"))).hasSize(7);
  }

  @Test
  void set_seeds() {
    assertThat(values("seed", with("seeds=7,9"))).containsExactly("7", "9");
  }

  @Test
  void set_fixedParameter() {
    assertThat(values("epochs", with("epochs=2"))).containsExactly("2");
  }

  @Test
  void set_winsOverRulesAndConditions() {
    assertThat(values("depth", with("depth=5"))).containsExactly("5");
    assertThat(values("optimizer", with("optimizer=adam"))).containsExactly("adam");
  }

  @Test
  void set_columnOfZip() {
    Sweep sweep = with("learningRate=[0.3]");

    assertThat(values("learningRate", sweep)).containsExactly("0.3");
    assertThat(values("batchSize", sweep)).containsExactlyInAnyOrder("64", "128");
  }

  @Test
  void set_parameterOfOneRule() {
    Sweep sweep = with("rules.BIG.alpha=0.5,2", "rule=BIG,BP");

    assertThat(values("alpha", sweep)).containsExactlyInAnyOrder("0.5", "2", null);
  }

  @Test
  void set_otherKeys() {
    Sweep sweep =
        with(
            "name=other",
            "question=Why?",
            "dataset=synthetic",
            "keepWeights=last",
            "random.n=3",
            "random.seed=5",
            "random.sequence=sobol",
            "momentum=uniform(0.1,0.9)",
            "optimizer=momentum",
            "rule=BP");

    assertThat(sweep.name()).isEqualTo("other");
    assertThat(sweep.question()).hasValue("Why?");
    assertThat(sweep.dataset()).isEqualTo("synthetic");
    assertThat(sweep.keepWeights()).isEqualTo(KeepWeights.LAST);
    assertThat(values("momentum", sweep)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sigma2=-1 | --set sigma2=-1: Invalid sigma2: -1 (must be a number > 0)",
        "depth | Invalid --set: depth (must be path=value, such as depth=5,6)",
        "=3 | Invalid --set: =3 (must be path=value, such as depth=5,6)",
        "name=../x | --set name=../x: Invalid name: ../x (must be letters, digits, dots, dashes and"
            + " underscores, and no path)",
        "keepWeights=all | --set keepWeights=all: Invalid keepWeights: all (must be one of best,"
            + " last, none)",
        "random.seed=1 | --set random.seed=1: Missing key: random.n",
        "random.sequence=sobol | --set random.sequence=sobol: Missing key: random.n",
        "depth=3,3 | --set depth=3,3: Invalid depth: 3 (must be listed once)"
      })
  void set_mistake(String override, String expected) {
    assertThatThrownBy(() -> with(override))
        .isInstanceOf(SweepFileException.class)
        .hasMessage(expected);
  }

  @Test
  void set_ruleOfOneRule() {
    assertThatThrownBy(() -> with("rules.BIG.rule=BP"))
        .isInstanceOf(SweepFileException.class)
        .hasMessageStartingWith("--set rules.BIG.rule=BP: Invalid path: rule (must be one of ");
  }

  @Test
  void set_unknownPath() {
    assertThatThrownBy(() -> with("lerningRate=1"))
        .isInstanceOf(SweepFileException.class)
        .hasMessageStartingWith("--set lerningRate=1: Invalid path: lerningRate (must be one of ")
        .hasMessageEndingWith("; did you mean learningRate?");
  }
}
