package org.bigsweep.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepReaderTest {
  private final SweepReader reader = new SweepReader(ParameterCatalog.standard());

  private Sweep parse(String... lines) {
    return reader.parse(
        "s.yaml", "version: 1\nname: test\n" + String.join("\n", lines) + "\n", List.of());
  }

  private List<String> values(String name, String... lines) {
    return parse(lines).space().stream()
        .map(s -> s.values().get(name))
        .distinct()
        .collect(Collectors.toList());
  }

  @Test
  void parse_readsEveryTopLevelKey() {
    Sweep sweep =
        parse(
            "question: Why?",
            "dataset: synthetic",
            "fixed: {rule: BP, epochs: 2}",
            "seeds: {tune: 0..4, report: 100..109}",
            "keepWeights: best",
            "schedule: exhaustive");

    assertThat(sweep.name()).isEqualTo("test");
    assertThat(sweep.question()).hasValue("Why?");
    assertThat(sweep.dataset()).isEqualTo("synthetic");
    assertThat(sweep.keepWeights()).isEqualTo(KeepWeights.BEST);
    assertThat(sweep.schedule()).isEqualTo(Schedule.EXHAUSTIVE);
    assertThat(sweep.seeds().tune()).isEqualTo(new Values.Range(0, 4));
    assertThat(sweep.seeds().disjoint()).isTrue();
    assertThat(sweep.space().size()).isEqualTo(15);
    TrialSpec first = sweep.space().get(0);
    assertThat(first.values()).containsEntry("dataset", "synthetic").containsEntry("epochs", "2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range(3, 8) | 3 4 5 6 7 8",
        "range(3, 8, 2) | 3 5 7",
        "int(3, 5) | 3 4 5",
        "3..5 | 3 4 5",
        "[3..4, 9] | 3 4 9",
        "choice(4, 6) | 4 6",
        "{range: [3, 4]} | 3 4",
        "linspace(2, 8, 3) | 2 5 8"
      })
  void parse_domainOfWholeNumbers(String domain, String expected) {
    assertThat(values("depth", "grid:", "  rule: BP", "  depth: " + domain))
        .containsExactlyElementsOf(Arrays.asList(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logspace(0.01, 10, 4) | 0.01 0.1 1 1E+1",
        "logspace(1, 2, 1) | 1",
        "linspace(0.1, 0.3, 3) | 0.1 0.2 0.3",
        "range(0.1, 0.35, 0.1) | 0.1 0.2 0.3",
        "[1e-2, 0.5] | 0.01 0.5"
      })
  void parse_domainOfRealNumbers(String domain, String expected) {
    assertThat(values("sigma2", "grid:", "  rule: BIG", "  sigma2: " + domain))
        .map(Double::parseDouble)
        .containsExactlyElementsOf(
            Arrays.stream(expected.split(" ")).map(Double::parseDouble).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "grid: {rule: BIG, sigma2: -1} | 3: Invalid sigma2: -1 (must be a number > 0)",
        "grid: {rule: BIG,;  sigma2: [1, 0]} | 4: Invalid sigma2: 0 (must be a number > 0)",
        "grid: {rule: BIG,; sigma2: 'logspace(0, 1, 3)'} | 4: Invalid sigma2: logspace(0, 1, 3)"
            + " (must be logspace(first, last, count) with first and last > 0 and whole count ≥ 1)",
        "grid: {rule: BIG,; sigma2: 'logspce(1, 2, 3)'} | 4: Invalid sigma2: logspce(1, 2, 3) (must"
            + " be a value or one of the functions range, linspace, logspace, int, choice, uniform,"
            + " loguniform); did you mean logspace?",
        "grid: {rule: BP, learningRate: 0} | 3: Invalid learningRate: 0 (must be a number > 0)",
        "grid: {rule: BP, learningRate: fast} | 3: Invalid learningRate: fast (must be a number >"
            + " 0)",
        "grid: {rule: BP,; depth: 1} | 4: Invalid depth: 1 (must be a whole number from 2 to 200)",
        "grid: {rule: BP,; depth: 2.5} | 4: Invalid depth: 2.5 (must be a whole number from 2 to"
            + " 200)",
        "grid: {rule: BP,; depth: 5..3} | 4: Invalid depth: 5..3 (must be from the smaller to the"
            + " larger)",
        "grid: {rule: BP,; depth: [5, 5]} | 4: Invalid depth: 5 (must be listed once)",
        "grid: {rule: BP,; depth: []} | 4: Invalid depth: [] (must have at least one value)",
        "grid: {rule: BP,; depth: } | 4: Invalid depth: empty (must be a single value)",
        "grid: {rule: BP,; depth: uniform(3, 5)} | 4: Invalid depth: uniform(3 (must be quoted"
            + " where it stands inside braces or brackets)",
        "grid: {rule: BP,; depth: 'uniform(3, 5)'} | 4: Invalid depth: uniform(3, 5) (must be"
            + " uniform(low, high) with low < high of a parameter that is a real number)",
        "grid: {rule: BP,; learningRate: 'uniform(0.1, 1)'} | 4: Invalid learningRate: a continuous"
            + " domain (must stand in a sweep with random)",
        "grid: {} | 3: Invalid grid: empty (must have at least one entry)",
        "grid: | 3: Invalid grid: empty (must be a mapping)",
        "grid: [BP] | 3: Invalid grid: a list (must be a mapping)",
        "grid: {rule: BP,; depth: 3,; depth: 4} | 5: Invalid key: depth (must be given once in"
            + " grid)",
        "grid: {rule: BP};grid: {rule: DTP} | 4: Invalid key: grid (must be given once in sweep)",
        "grid: {rule: BP, depth: 3};fixed: {depth: 4} | 4: Invalid axis: depth (must be set once;"
            + " it is also set at s.yaml:3)",
        "grid: {rule: BP, depth: 3};union:;  - grid: {depth: 4} | 5: Invalid axis: depth (must be"
            + " set once; it is also set at s.yaml:3)",
        "grid: {rule: BQ} | 3: Invalid rule: BQ",
        "grid: {rule: [DTP,; BIG(ballanced)]} | 4: Invalid rule: BIG(ballanced)",
        "grid: {rule: BP,; lerningRate: 1} | 4: Invalid parameter: lerningRate (must be a parameter"
            + " of a rule); did you mean learningRate?",
        "grid: {depth: 4} | 1: Missing axis: rule",
        "gird: {rule: BP} | 3: Invalid key: gird",
        "grid: {rule: BP, seed: 3} | 3: Invalid parameter: seed (must be given as the file's key"
            + " seeds)",
        "fixed: {rule: [BP, DTP]} | 3: Invalid rule: several values (must be one value; several"
            + " belong in grid)",
        "zip: {rule: [BP, DTP],; depth: [3, 4, 5]} | 4: Invalid zip: depth with 3 values (must be"
            + " 2, as many as rule has)",
        "grid: {rule: BP};rules: {BP: {sigma2: 1}} | 4: Invalid parameter: sigma2 (must be one of"
            + " BP's)",
        "grid: {rule: BP};rules: {BIG(balanced): {sigma2: 1}} | 4: Invalid parameter: sigma2 (must"
            + " not be one that BIG(balanced) fixes)",
        "grid: {rule: BP};rules: {BQ: {depth: 1}} | 4: Invalid rule: BQ",
        "grid: {rule: BP};when: {fixed: {depth: 3}} | 4: Missing key: if (must be given in every"
            + " entry of when)",
        "grid: {rule: BP};when:;- {if: {rule: BP}, fixed: {depth: 3}};- {if: {epochs: 4}, fixed:"
            + " {depth: 4}} | 6: Invalid when: depth (must be set by one entry where several hold)",
        "grid: {rule: BP};random: {n: 0} | 4: Invalid random.n: 0 (must be a whole number from 1 to"
            + " 1000000)",
        "grid: {rule: BP};random: {n: 1, sequence: sobl} | 4: Invalid random.sequence: sobl (must"
            + " be one of independent, sobol); did you mean sobol?",
        "grid: {rule: BP};random: {seed: 0} | 4: Missing key: n (must be given in random)",
        "grid: {rule: BP, learningRate: {uniform: [0.1, 1]}};when: {if: {learningRate: 0.2}, fixed:"
            + " {depth: 3}} | 3: Invalid learningRate: a continuous domain (must stand in a sweep"
            + " with random)",
        "grid: {rule: BP};seeds: 0..9223372036854775807 | 4: Invalid seed: 0..9223372036854775807"
            + " (must be fewer than 2^63 values)",
        "grid: {rule: BP};seeds: -1 | 4: Invalid seed: -1 (must be a whole number ≥ 0)",
        "grid: {rule: BP};seeds: {tune: 0} | 4: Invalid seeds: one part (must name both tune and"
            + " report)",
        "grid: {rule: BP};keepWeights: all | 4: Invalid keepWeights: all (must be one of best,"
            + " last, none)",
        "grid: {rule: BP};schedule: halvin | 4: Invalid schedule: halvin (must be one of"
            + " exhaustive, random, halving, hyperband, tpe); did you mean halving?",
        "grid: {rule: BP};schedule:;  hyperband: {minPart: 0} | 5: Invalid hyperband.minPart: 0"
            + " (must be a number > 0 and ≤ 1)",
        "grid: {rule: BP};schedule:;  hyperband: {sampler: tp} | 5: Invalid hyperband.sampler: tp"
            + " (must be one of random, tpe); did you mean tpe?",
        "grid: {rule: BP};schedule: {hyperband: {minPart: 0.5, eta: 5}} | 4: Invalid schedule:"
            + " hyperband without a rung below epochs, 4 (must have smaller eta, minEpochs or"
            + " minPart)",
        "grid: {rule: BP};fixed: {validationImages: 0};schedule: {tpe: {n: 4}} | 5: Invalid"
            + " schedule: tpe without validationImages (must have some to compare on)",
        "grid: {rule: BP};factors: [dept] | 4: Invalid factors: dept (must be one of",
        "grid: {rule: BP};factors: [depth] | 4: Invalid factors: depth (must be a parameter that"
            + " the sweep sets)",
        "grid: {rule: BP};schedule: tpe | 4: Missing key: n (must be given in tpe)",
        "grid: {rule: BP};schedule: {tpe: {wave: 3}} | 4: Missing key: n (must be given in tpe)",
        "grid: {rule: BP};schedule:;  tpe: {n: 3, wave: 0} | 5: Invalid tpe.wave: 0 (must be a"
            + " whole number from 1 to 200000)",
        "grid: {rule: BP};schedule:;  halving: {eta: 1} | 5: Invalid halving.eta: 1 (must be a"
            + " whole number from 2 to 1000)",
        "grid: {rule: BP};schedule:;  halving: {minEpoch: 1} | 5: Invalid key: minEpoch (must be"
            + " one of eta, minEpochs, rungs, per); did you mean minEpochs?",
        "grid: {rule: BP};schedule:;  halving: {rungs: [2, 1]} | 5: Invalid halving.rungs: 1 (must"
            + " rise)",
        "grid: {rule: BP};schedule:;  halving: {rungs: 1,; minEpochs: 1} | 5: Invalid"
            + " halving.rungs: 1 (must not be given with minEpochs)",
        "grid: {rule: BP};schedule:;  halving: {per: [rule, dept]} | 5: Invalid halving.per: dept"
            + " (must be one of",
        "grid: {rule: BP, epochs: [9, 3]};schedule: {halving: {minEpochs: 3}} | 4: Invalid"
            + " schedule: halving with a first rung at epoch 3 (must be below epochs, 3)",
        "grid: {rule: BP, validationImages: 0};schedule: halving | 4: Invalid schedule: halving"
            + " without validationImages (must have some to compare on)",
        "grid: {rule: BP};seeds: 0..200000;schedule: halving | 5: Invalid schedule: halving over"
            + " 200,001 trials (must be at most 200,000)",
        "grid: {rule: BP};schedule: random | 4: Missing key: n (or epochs, must be given in"
            + " random)",
        "grid: {rule: BP};schedule: {random: {n: 1, epochs: 2}} | 4: Invalid random: n and epochs"
            + " (exactly one of them must be given)",
        "grid: {rule: BP};schedule: {exhaustive: {n: 1}} | 4: Invalid exhaustive: it has no"
            + " settings",
        "grid: {rule: BP};schedule: {halving: {eta: 3}, random: {n: 1}} | 4: Invalid schedule:"
            + " several (must be one)",
        "grid: {rule: BP};exclude: {rule: BP} | 1: Invalid exclude: every trial (must leave at"
            + " least one)",
        "grid: {rule: BP, depth: 4,; width: 300-100} | 4: Invalid width: 300-100 (must be one"
            + " number or one for each of the 3 hidden layers of depth 4)",
        "grid: {rule: BP | 4: Cannot read YAML: ",
        "{{: } | 4: Cannot read YAML: "
      })
  void parse_mistake(String lines, String expected) {
    assertThatThrownBy(() -> parse(lines.split(";")))
        .isInstanceOf(SweepFileException.class)
        .hasMessageStartingWith("s.yaml:" + expected)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: a;version: 2;grid: {rule: BP} | s.yaml:2: Invalid version: 2 (must be 1)",
        "name: a;grid: {rule: BP} | s.yaml:1: Missing key: version",
        "version: 1;grid: {rule: BP} | s.yaml:1: Missing key: name",
        "version: 1;name: '';grid: {rule: BP} | s.yaml:2: Invalid name: empty (must be a single"
            + " value)",
        "version: 1;name: a/b | s.yaml:2: Invalid name: a/b (must be letters, digits, dots, dashes"
            + " and underscores, and no path)",
        "version: 1;name: .. | s.yaml:2: Invalid name: .. (must be letters, digits, dots, dashes"
            + " and underscores, and no path)",
        "just text | s.yaml:1: Invalid sweep: just text (must be a mapping)",
        "# nothing | s.yaml:1: Invalid sweep: empty (must be a mapping)"
      })
  void parse_mistakeInTheHead(String lines, String expected) {
    assertThatThrownBy(() -> reader.parse("s.yaml", lines.replace(';', '\n'), List.of()))
        .isInstanceOf(SweepFileException.class)
        .hasMessage(expected);
  }

  @Test
  void read_missingFile(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> reader.read(file, List.of()))
        .isInstanceOf(SweepFileException.class)
        .hasMessage("Cannot read sweep " + file + ": there is no such file");
  }

  @Test
  void read_directory(@TempDir Path folder) {
    assertThatThrownBy(() -> reader.read(folder, List.of()))
        .isInstanceOf(SweepFileException.class)
        .hasMessage("Cannot read sweep " + folder + ": it is a directory");
  }

  @Test
  void read_binaryFile(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x1});

    assertThatThrownBy(() -> reader.read(file, List.of()))
        .isInstanceOf(SweepFileException.class)
        .hasMessage("Cannot read sweep " + file + ": it is not UTF-8 text");
  }

  @Test
  void read_file(@TempDir Path folder) throws Exception {
    String text = "version: 1\nname: a\ngrid: {rule: [BP, DTP]}\n";
    Path file = Files.write(folder.resolve("a.yaml"), text.getBytes(StandardCharsets.UTF_8));

    Sweep sweep = reader.read(file, List.of("epochs=2"));

    assertThat(sweep.space().size()).isEqualTo(2);
    assertThat(sweep.text()).isEqualTo(text);
    assertThat(sweep.overrides()).containsExactly("epochs=2");
  }
}
