package org.bigsweep.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ShippedSweepsTest {
  private static final Path SWEEPS = Path.of("../sweeps");
  private static final Pattern SIZE = Pattern.compile("(?m)^# (?:Size: +)?(\\d+) trials");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "0", new DataSize(784, 10, 60_000, 10_000));

  private final SweepReader reader = new SweepReader(ParameterCatalog.standard());

  static List<Path> sweeps() throws IOException {
    try (Stream<Path> files = Files.list(SWEEPS)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<String> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(SWEEPS.resolve("README.md")))
        .results()
        .map(r -> r.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void sweep_hasTheSizeThatItsHeaderSays(Path file) throws IOException {
    Sweep sweep = reader.read(file, List.of());

    assertThat(sweep.space().size()).isEqualTo(statedSize(sweep.text()));
    assertThat(sweep.space().unused()).isEmpty();
    assertThat(sweep.text()).contains("# Question: ", "# Cost: ", "# Expect: ");
    assertThat(sweep.question()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void sweep_isPlannedForMnist(Path file) {
    Sweep sweep = reader.read(file, List.of());

    SweepPlan plan =
        SweepPlan.of(sweep, MNIST, CostModel.TYPICAL, ParameterCatalog.standard(), Stream.empty());

    assertThat(plan.toDo()).isEqualTo(sweep.space().size());
    assertThat(plan.seconds()).isPositive();
  }

  @Test
  void demo_isShortAndHasTheMainRules() {
    Sweep demo = reader.read(SWEEPS.resolve("demo.yaml"), List.of());
    SweepPlan plan =
        SweepPlan.of(demo, MNIST, CostModel.TYPICAL, ParameterCatalog.standard(), Stream.empty());

    assertThat(demo.space().countsByLabel())
        .containsOnlyKeys(
            "BP", "FA", "DFA", "LastLayerOnly", "TP", "DTP", "BIG(eq. 4)", "BIG(balanced)");
    assertThat(plan.seconds()).isLessThan(40);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_hasTheSizeThatItSays(String example) {
    Sweep sweep = reader.parse("README.md", "version: 1\nname: example\n" + example, List.of());

    assertThat(sweep.space().size()).isEqualTo(statedSize(example));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_withKeysInAnotherOrder_isTheSameSet(String example) {
    String text = "version: 1\nname: example\n" + example;
    Object parsed = new Load(LoadSettings.builder().build()).loadFromString(text);
    String turned = new Dump(DumpSettings.builder().build()).dumpToString(turned(parsed));

    assertThat(turned.indexOf("version")).isGreaterThan(turned.indexOf("name: example"));
    assertThat(specs(turned)).isEqualTo(specs(text));
  }

  private Set<TrialSpec> specs(String text) {
    return reader.parse("README.md", text, List.of()).space().stream().collect(Collectors.toSet());
  }

  /** The same with the keys of every mapping in the opposite order. */
  private static Object turned(Object node) {
    if (node instanceof List<?> list) {
      return list.stream().map(ShippedSweepsTest::turned).toList();
    }
    if (!(node instanceof Map<?, ?> map)) {
      return node;
    }
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    Collections.reverse(entries);
    Map<Object, Object> turned = new LinkedHashMap<>();
    entries.forEach(e -> turned.put(e.getKey(), turned(e.getValue())));
    return turned;
  }

  @Test
  void readme_showsEveryKeyAndFunction() throws IOException {
    String readme = Files.readString(SWEEPS.resolve("README.md"));
    String examples = String.join("\n", examples());

    assertThat(SweepReader.KEYS).allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    assertThat(DomainSyntax.FUNCTIONS)
        .allSatisfy(function -> assertThat(readme).contains("`" + function + "("));
    assertThat(examples).contains(SpaceReader.KEYS);
    for (Path file : sweeps()) {
      assertThat(readme).contains(file.getFileName().toString());
    }
  }

  private static long statedSize(String text) {
    Matcher matcher = SIZE.matcher(text);
    assertThat(matcher.find()).as("header states its size").isTrue();
    MatchResult first = matcher.toMatchResult();
    return Long.parseLong(first.group(1));
  }
}
