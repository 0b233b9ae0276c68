package org.bigsweep.driver.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bigsweep.driver.space.RandomDraws.Sequence.INDEPENDENT;
import static org.bigsweep.driver.space.RandomDraws.Sequence.SOBOL;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  @Test
  void size_ofAnEnormousGrid() {
    SearchSpace space =
        space(list("rule", "BP", "BIG"), range("seed", 0, 999_999_999), list("sigma2", "1", "2"));

    assertThat(space.size()).isEqualTo(3_000_000_000L);
    long index = 2_345_678_901L;
    assertThat(space.indexOf(space.get(index))).hasValue(index);
  }

  @Test
  void size_beyondLong() {
    assertThatThrownBy(
            () ->
                space(
                    list("rule", "BP", "DTP"),
                    range("seed", 0, Long.MAX_VALUE - 1),
                    list("depth", "3")))
        .isInstanceOf(SpaceException.class)
        .hasMessage("Invalid sweep: too many trials (must be fewer than 2^63)");
  }

  @Test
  void size_countsInactiveAxesOnce() {
    SearchSpace space =
        space(list("rule", "BP", "TP", "BIG", "BIG(balanced)"), list("sigma2", "0.1", "1", "10"));

    assertThat(space.countsByLabel())
        .isEqualTo(Map.of("BP", 1L, "TP", 1L, "BIG(eq. 4)", 3L, "BIG(balanced)", 1L));
  }

  @Test
  void unused_namesAxesOfNoTrial() {
    assertThat(space(list("rule", "BP"), list("sigma2", "1", "2")).unused())
        .containsExactly("sigma2");
  }

  /** Named or not, a default at which an option is absent is one trial: that without the option. */
  @Test
  void options_absentAtTheirDefault_areTheTrialWithoutThem() {
    SubSpace named =
        sub(
            list("weightDecay", "0", "0.1"),
            list("earlyStop", "none", "plateau"),
            list("patience", "2", "3"));
    SearchSpace space =
        new SearchSpace(
            definition(
                new SubSpace(
                    List.of(list("rule", "BP")), List.of(), List.of(named, sub()), List.of()),
                Optional.empty()),
            CATALOG);

    assertThat(space.size()).isEqualTo(2 * (1 + 2));
    assertThat(space.stream().distinct()).hasSize(6);
    assertThat(space.stream()).contains(CATALOG.resolve(Map.of("rule", "BP")));
    assertThat(space.stream().flatMap(spec -> spec.values().entrySet().stream()))
        .doesNotContain(Map.entry("weightDecay", "0"), Map.entry("earlyStop", "none"))
        .contains(Map.entry("weightDecay", "0.1"), Map.entry("patience", "3"));
    for (long index = 0; index < space.size(); index++) {
      assertThat(space.indexOf(space.get(index))).hasValue(index);
    }
  }

  @Test
  void get_outsideTheSpace() {
    SearchSpace space = space(list("rule", "BP"));

    assertThatThrownBy(() -> space.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> space.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void union_ofOverlappingRangesOfSeeds() {
    SubSpace low = sub(range("seed", 0, 5_000_000));
    SubSpace high = sub(range("seed", 4_000_000, 9_999_999));
    SearchSpace space =
        new SearchSpace(
            definition(
                new SubSpace(
                    List.of(list("rule", "BP"), list("depth", "3", "4")),
                    List.of(),
                    List.of(low, high),
                    List.of()),
                Optional.empty()),
            CATALOG);

    assertThat(space.size()).isEqualTo(20_000_000L);
  }

  @Test
  void when_onALongAxisTellsApartOnlyWhatItMust() {
    When late =
        new When(
            Map.of("seed", new Constraint.Bound(Constraint.Relation.AT_LEAST, new BigDecimal(10))),
            sub(list("depth", "3", "4")),
            "");
    SearchSpace space =
        new SearchSpace(
            definition(
                new SubSpace(
                    List.of(list("rule", "BP"), range("seed", 0, 99_999)),
                    List.of(),
                    List.of(),
                    List.of(late)),
                Optional.empty()),
            CATALOG);

    assertThat(space.size()).isEqualTo(10 + 2 * 99_990);
  }

  @Test
  void random_moreDrawsExtendFewer() {
    Set<TrialSpec> fewer = drawn(20);
    Set<TrialSpec> more = drawn(30);

    assertThat(fewer).hasSize(20);
    assertThat(more).hasSize(30).containsAll(fewer);
  }

  @Test
  void random_stayWithinBounds() {
    assertThat(drawn(200))
        .allSatisfy(
            spec ->
                assertThat(Double.parseDouble(spec.values().get("learningRate")))
                    .isBetween(1e-5, 1e-1));
  }

  @Test
  void random_isSharedByRules() {
    SubSpace root =
        sub(
            list("rule", "BP", "DTP"),
            new Setting("learningRate", new Domain.LogUniform(1e-5, 1e-1), ""));
    SearchSpace space =
        new SearchSpace(definition(root, Optional.of(new RandomDraws(5, 3, INDEPENDENT))), CATALOG);

    Map<String, Set<String>> rates =
        space.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.values().get("rule"),
                    Collectors.mapping(s -> s.values().get("learningRate"), Collectors.toSet())));
    assertThat(rates.get("BP")).hasSize(5).isEqualTo(rates.get("DTP"));
  }

  /** Axes of every kind, one of them conditional: each of its intervals gets equally many draws. */
  @Test
  void random_sobol_drawsEveryAxisByItsQuantiles() {
    When whenMomentum =
        new When(
            Map.of("optimizer", new Constraint.OneOf(Set.of("momentum"))),
            sub(new Setting("momentum", new Domain.Uniform(0.5, 0.9), "")),
            "");
    SubSpace root =
        new SubSpace(
            List.of(
                list("rule", "BP", "DTP"),
                new Setting("depth", new Domain.Pool(new Values.Range(3, 6)), ""),
                new Setting("learningRate", new Domain.LogUniform(1e-4, 1), ""),
                new Setting(
                    "optimizer", new Domain.Pool(Values.of(List.of("adam", "momentum"))), "")),
            List.of(),
            List.of(),
            List.of(whenMomentum));
    SearchSpace space =
        new SearchSpace(definition(root, Optional.of(new RandomDraws(64, 3, SOBOL))), CATALOG);
    List<TrialSpec> drawn =
        space.stream().filter(s -> s.values().get("rule").equals("BP")).toList();

    assertThat(space.size()).isEqualTo(2 * 64);
    assertThat(count(drawn, s -> s.values().get("depth"))).containsOnlyKeys("3", "4", "5", "6");
    assertThat(count(drawn, s -> s.values().get("depth")).values()).containsOnly(16L);
    assertThat(count(drawn, s -> s.values().get("optimizer")).values()).containsOnly(32L);
    assertThat(
            count(
                    drawn,
                    s -> Math.floor(Math.log10(Double.parseDouble(s.values().get("learningRate")))))
                .values())
        .containsOnly(16L);
    assertThat(drawn)
        .allMatch(s -> s.values().containsKey("momentum") == s.values().containsValue("momentum"));
    assertThat(count(drawn, s -> s.values().get("momentum") == null).get(true)).isEqualTo(32);
  }

  private static <K> Map<K, Long> count(List<TrialSpec> trials, Function<TrialSpec, K> by) {
    return trials.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
  }

  @Test
  void constructor_continuousWithoutRandom() {
    assertThatThrownBy(
            () ->
                space(
                    list("rule", "BP"),
                    new Setting("learningRate", new Domain.Uniform(0.1, 1), "here:3")))
        .isInstanceOf(SpaceException.class)
        .hasMessage("Invalid learningRate: a continuous domain (must stand in a sweep with random)")
        .extracting(e -> ((SpaceException) e).origin())
        .isEqualTo("here:3");
  }

  @Test
  void constructor_widthsThatNoDepthFits() {
    assertThatThrownBy(
            () -> space(list("rule", "BP"), list("depth", "3", "4"), list("width", "300-100")))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("Invalid width: 300-100")
        .hasMessageContaining("depth 4");
  }

  private static Set<TrialSpec> drawn(int n) {
    SubSpace root =
        sub(list("rule", "BP"), new Setting("learningRate", new Domain.LogUniform(1e-5, 1e-1), ""));
    return new SearchSpace(
            definition(root, Optional.of(new RandomDraws(n, 1, INDEPENDENT))), CATALOG)
        .stream().collect(Collectors.toSet());
  }

  private static SearchSpace space(Setting... settings) {
    return new SearchSpace(definition(sub(settings), Optional.empty()), CATALOG);
  }

  private static SpaceDefinition definition(SubSpace root, Optional<RandomDraws> random) {
    return new SpaceDefinition(root, Map.of(), List.of(), random);
  }

  private static SubSpace sub(Setting... settings) {
    return new SubSpace(List.of(settings), List.of(), List.of(), List.of());
  }

  private static Setting list(String name, String... values) {
    return new Setting(name, new Domain.All(Values.of(List.of(values))), "");
  }

  private static Setting range(String name, long first, long last) {
    return new Setting(name, new Domain.All(new Values.Range(first, last)), "");
  }
}
