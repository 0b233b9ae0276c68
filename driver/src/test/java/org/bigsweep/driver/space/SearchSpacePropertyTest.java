package org.bigsweep.driver.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

class SearchSpacePropertyTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static final Map<String, List<String>> POOL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "rule", List.of("BP", "DTP", "BIG", "BIG(eq. 4)", "BIG(balanced)", "TP(paper)")),
              Map.entry("depth", List.of("3", "4", "5")),
              Map.entry("learningRate", List.of("0.1", "0.01")),
              Map.entry("optimizer", List.of("sgd", "momentum", "adam")),
              Map.entry("momentum", List.of("0.5", "0.9")),
              Map.entry("sigma2", List.of("0.5", "1", "2")),
              Map.entry("inhibitionNoiseVariance", List.of("0", "1", "2")),
              Map.entry("targetForm", List.of("literal", "excitationMinusInhibition")),
              Map.entry("feedbackLoss", List.of("reconstruct", "target", "denoise")),
              Map.entry("feedbackNoiseVariance", List.of("0.01", "0.02")),
              Map.entry("inhibitionTarget", List.of("activity", "feedback"))));

  @Property(tries = 600)
  void size_isThatOfTheEnumeratedSet(@ForAll("definitions") SpaceDefinition definition) {
    SearchSpace space = space(definition);
    Set<TrialSpec> expected = new BruteForce(definition, CATALOG).points();

    assertThat(space.size()).isEqualTo(expected.size());
    assertThat(space.stream().collect(Collectors.toSet())).isEqualTo(expected);
  }

  @Property(tries = 100)
  void indexOf_invertsGet(@ForAll("definitions") SpaceDefinition definition) {
    SearchSpace space = space(definition);

    for (long i = 0; i < space.size(); i++) {
      assertThat(space.indexOf(space.get(i))).hasValue(i);
    }
  }

  @Property(tries = 100)
  void indexOf_isEmptyOutsideTheSpace(
      @ForAll("definitions") SpaceDefinition one, @ForAll("definitions") SpaceDefinition other) {
    SearchSpace space = space(one);
    Set<TrialSpec> points = new BruteForce(one, CATALOG).points();

    new BruteForce(other, CATALOG)
        .points()
        .forEach(p -> assertThat(space.indexOf(p).isPresent()).isEqualTo(points.contains(p)));
  }

  @Property(tries = 100)
  void countsByLabel_countsEveryPointOnce(@ForAll("definitions") SpaceDefinition definition) {
    SearchSpace space = space(definition);

    assertThat(space.countsByLabel())
        .isEqualTo(
            space.stream().collect(Collectors.groupingBy(CATALOG::label, Collectors.counting())));
  }

  @Property(tries = 100)
  void classes_partitionTheSpace(@ForAll("definitions") SpaceDefinition definition) {
    SearchSpace space = space(definition);
    Set<String> names = Set.of("depth", "sigma2", "optimizer");

    List<Long> indices = new ArrayList<>();
    for (PointClass points : space.classes(names, 1000)) {
      Map<String, String> shared = values(points.get(0), names);
      for (long i = 0; i < points.size(); i++) {
        assertThat(points.get(i)).isEqualTo(space.get(points.index(i)));
        assertThat(values(points.get(i), names)).isEqualTo(shared);
        indices.add(points.index(i));
      }
    }
    assertThat(indices)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, space.size()).boxed().toList());
  }

  @Property(tries = 200)
  void minus_isTheDifferenceOfTheEnumeratedSets(
      @ForAll("definitions") SpaceDefinition one, @ForAll("definitions") SpaceDefinition other) {
    SearchSpace difference = space(one).minus(space(other));
    Set<TrialSpec> expected = new HashSet<>(new BruteForce(one, CATALOG).points());
    expected.removeAll(new BruteForce(other, CATALOG).points());

    assertThat(difference.size()).isEqualTo(expected.size());
    assertThat(difference.stream().collect(Collectors.toSet())).isEqualTo(expected);
    assertThat(difference.countsByLabel().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(expected.size());
  }

  @Property(tries = 100)
  void points_doNotDependOnOrder(
      @ForAll("definitions") SpaceDefinition definition, @ForAll Random random) {
    SearchSpace space = space(definition);
    SearchSpace shuffled = space(shuffled(definition, random));

    assertThat(shuffled.stream().collect(Collectors.toSet()))
        .isEqualTo(space.stream().collect(Collectors.toSet()));
  }

  private static SearchSpace space(SpaceDefinition definition) {
    try {
      return new SearchSpace(definition, CATALOG);
    } catch (SpaceException e) {
      assertThat(e).hasMessageContaining("must be set by one entry where several hold");
      Assume.that(false);
      throw e;
    }
  }

  private static Map<String, String> values(TrialSpec spec, Set<String> names) {
    Map<String, String> values = new TreeMap<>(spec.values());
    values.keySet().retainAll(names);
    return values;
  }

  private static SpaceDefinition shuffled(SpaceDefinition definition, Random random) {
    return new SpaceDefinition(
        shuffled(definition.root(), random),
        definition.rules(),
        shuffled(definition.exclusions(), random),
        definition.random());
  }

  private static SubSpace shuffled(SubSpace space, Random random) {
    return new SubSpace(
        shuffled(space.settings(), random).stream()
            .map(
                s ->
                    s.domain() instanceof Domain.All all
                        ? setting(s.name(), shuffled(all.values().stream().toList(), random))
                        : s)
            .toList(),
        shuffled(space.zips(), random),
        shuffled(space.union(), random).stream().map(m -> shuffled(m, random)).toList(),
        shuffled(space.whens(), random));
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static Setting setting(String name, List<String> values) {
    return new Setting(name, new Domain.All(Values.of(values)), "");
  }

  @Provide
  Arbitrary<SpaceDefinition> definitions() {
    Arbitrary<Optional<RandomDraws>> random =
        Arbitraries.longs()
            .between(0, 50)
            .flatMap(
                seed ->
                    Arbitraries.integers()
                        .between(1, 4)
                        .flatMap(
                            n ->
                                Arbitraries.of(RandomDraws.Sequence.values())
                                    .map(s -> new RandomDraws(n, seed, s))))
            .optional(0.4);
    return Combinators.combine(root(), rules(), constraints().list().ofMaxSize(2), random)
        .as(
            (root, rules, exclusions, draws) ->
                new SpaceDefinition(root, rules, exclusions, draws));
  }

  private Arbitrary<SubSpace> root() {
    return Combinators.combine(settings(true, 4), spaces(2))
        .as(
            (settings, inner) -> {
              List<Setting> own = new ArrayList<>(settings);
              inner.settings().stream()
                  .filter(s -> settings.stream().noneMatch(o -> o.name().equals(s.name())))
                  .forEach(own::add);
              List<Zip> zips =
                  inner.zips().stream().flatMap(z -> without(z, own).stream()).toList();
              return new SubSpace(own, zips, inner.union(), inner.whens());
            });
  }

  private static Optional<Zip> without(Zip zip, List<Setting> settings) {
    List<Setting> kept =
        zip.columns().stream()
            .filter(c -> settings.stream().noneMatch(s -> s.name().equals(c.name())))
            .toList();
    return kept.isEmpty() ? Optional.empty() : Optional.of(new Zip(kept, ""));
  }

  private Arbitrary<SubSpace> spaces(int level) {
    Arbitrary<List<SubSpace>> union =
        level == 0 ? Arbitraries.just(List.of()) : spaces(level - 1).list().ofMaxSize(2);
    Arbitrary<List<When>> whens =
        level == 0 ? Arbitraries.just(List.of()) : whens(level - 1).list().ofMaxSize(2);
    return Combinators.combine(settings(false, 2), zips().optional(0.4), union, whens)
        .as(
            (settings, zip, members, conditional) ->
                new SubSpace(
                    settings,
                    zip.flatMap(z -> without(z, settings)).stream().toList(),
                    members,
                    conditional));
  }

  private Arbitrary<When> whens(int level) {
    return Combinators.combine(constraints(), spaces(level))
        .as((condition, then) -> new When(condition, then, ""));
  }

  private Arbitrary<Map<String, SubSpace>> rules() {
    return Arbitraries.maps(
            Arbitraries.of("BIG", "BIG(eq. 4)", "DTP"),
            settings(false, 2).map(s -> new SubSpace(s, List.of(), List.of(), List.of())))
        .ofMaxSize(2);
  }

  private Arbitrary<List<Setting>> settings(boolean withRule, int most) {
    Arbitrary<List<Setting>> others =
        Arbitraries.of(POOL.keySet().stream().filter(n -> !n.equals("rule")).toList())
            .set()
            .ofMaxSize(most)
            .flatMap(
                names -> Combinators.combine(names.stream().map(this::axis).toList()).as(l -> l));
    return withRule
        ? Combinators.combine(list("rule"), others)
            .as(
                (rule, rest) -> {
                  List<Setting> all = new ArrayList<>(rest);
                  all.add(setting("rule", rule));
                  return all;
                })
        : others;
  }

  private Arbitrary<Setting> axis(String name) {
    return Combinators.combine(list(name), Arbitraries.of(true, false, false))
        .as(
            (values, pool) ->
                pool
                    ? new Setting(name, new Domain.Pool(Values.of(values)), "")
                    : setting(name, values));
  }

  private Arbitrary<List<String>> list(String name) {
    return Arbitraries.of(POOL.get(name)).set().ofMinSize(1).map(List::copyOf);
  }

  private Arbitrary<Zip> zips() {
    return Arbitraries.of(
            List.of("depth", "learningRate"),
            List.of("optimizer", "momentum"),
            List.of("sigma2", "inhibitionNoiseVariance"),
            List.of("feedbackLoss", "sigma2", "depth"))
        .flatMap(
            names ->
                Combinators.combine(
                        names.stream()
                            .map(n -> Arbitraries.of(POOL.get(n)).list().ofSize(3))
                            .toList())
                    .as(
                        columns -> {
                          List<Setting> settings = new ArrayList<>();
                          for (int c = 0; c < names.size(); c++) {
                            settings.add(
                                new Setting(
                                    names.get(c), new Domain.All(Values.of(columns.get(c))), ""));
                          }
                          return zip(settings);
                        }));
  }

  /** Columns of a zip are cut to the length of the shortest. */
  private static Zip zip(List<Setting> settings) {
    long shortest =
        settings.stream().mapToLong(s -> s.domain().values().size()).min().orElseThrow();
    return new Zip(
        settings.stream()
            .map(s -> setting(s.name(), s.domain().values().stream().limit(shortest).toList()))
            .toList(),
        "");
  }

  private Arbitrary<Map<String, Constraint>> constraints() {
    return Arbitraries.of(POOL.keySet())
        .set()
        .ofMinSize(1)
        .ofMaxSize(2)
        .flatMap(
            names ->
                Combinators.combine(names.stream().map(this::constraint).toList())
                    .as(
                        list ->
                            list.stream()
                                .collect(
                                    Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
  }

  private Arbitrary<Map.Entry<String, Constraint>> constraint(String name) {
    Arbitrary<Constraint> oneOf = list(name).map(v -> new Constraint.OneOf(Set.copyOf(v)));
    if (!List.of("depth", "sigma2").contains(name)) {
      return oneOf.map(c -> Map.entry(name, c));
    }
    Arbitrary<Constraint> bound =
        Combinators.combine(Arbitraries.of(Constraint.Relation.values()), list(name))
            .as((r, v) -> new Constraint.Bound(r, new BigDecimal(v.get(0))));
    return Arbitraries.oneOf(oneOf, bound).map(c -> Map.entry(name, c));
  }
}
