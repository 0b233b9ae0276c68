package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A part of a space on its way to a block, with axes that are still to be split, replaced or
 * dropped.
 *
 * @param axes domain by parameter
 * @param zips parameters that move together
 * @param whens conditional parts not yet decided
 * @param draws the draws that belong to this part; one if the sweep draws nothing
 */
record Branch(
    Map<String, Domain> axes, List<Factor.Table> zips, List<When> whens, List<Integer> draws) {

  /** The branch without any axis. */
  static Branch start(Optional<RandomDraws> random) {
    int n = random.map(RandomDraws::n).orElse(1);
    return new Branch(Map.of(), List.of(), List.of(), IntStream.range(0, n).boxed().toList());
  }

  boolean sets(String name) {
    return axes.containsKey(name) || zips.stream().anyMatch(z -> z.names().contains(name));
  }

  /** The branches with the axes of {@code space} in place of those that this one has. */
  List<Branch> with(SubSpace space) {
    Map<String, Domain> more = new TreeMap<>(axes);
    List<Factor.Table> tables = new ArrayList<>(zips);
    for (Setting setting : space.settings()) {
      drop(setting.name(), more, tables);
      more.put(setting.name(), setting.domain());
    }
    for (Zip zip : space.zips()) {
      zip.columns().forEach(c -> drop(c.name(), more, tables));
      tables.add(table(zip));
    }
    Branch here =
        new Branch(
            more, tables, Stream.concat(whens.stream(), space.whens().stream()).toList(), draws);
    return space.union().isEmpty()
        ? List.of(here)
        : space.union().stream().flatMap(member -> here.with(member).stream()).toList();
  }

  /** This branch with one parameter set to a single value, whatever it was before. */
  Branch fixed(String name, String value) {
    Map<String, Domain> more = new TreeMap<>(axes);
    List<Factor.Table> tables = new ArrayList<>(zips);
    drop(name, more, tables);
    more.put(name, Domain.of(value));
    return new Branch(more, tables, whens, draws);
  }

  Branch withWhens(List<When> others) {
    return new Branch(axes, zips, others, draws);
  }

  /**
   * The branches in which a set parameter's values are alike, each under one of those values.
   *
   * @param likeness maps values that belong together to equal objects
   */
  Map<String, Branch> split(
      String name,
      Function<String, Object> likeness,
      Optional<Quantiles> random,
      Spelling spelling) {
    Domain domain = axes.get(name);
    if (domain == null) {
      return splitZip(name, likeness);
    }
    return random.isPresent() && domain.drawn()
        ? splitDraws(name, likeness, random.get(), spelling)
        : splitValues(name, likeness);
  }

  private Map<String, Branch> splitValues(String name, Function<String, Object> likeness) {
    Values values = axes.get(name).values();
    if (values.size() > Values.LISTABLE) {
      throw new SpaceException(
          "Invalid %s: %d values (must be at most %d where a condition asks for it)"
              .formatted(name, values.size(), Values.LISTABLE));
    }
    Map<String, Branch> split = new LinkedHashMap<>();
    for (List<String> alike : grouped(values.stream(), likeness)) {
      Map<String, Domain> more = new TreeMap<>(axes);
      more.put(name, new Domain.All(Values.of(alike)));
      split.put(alike.get(0), new Branch(more, zips, whens, draws));
    }
    return split;
  }

  private Map<String, Branch> splitZip(String name, Function<String, Object> likeness) {
    Factor.Table zip = zips.stream().filter(z -> z.names().contains(name)).findFirst().get();
    Map<String, Branch> split = new LinkedHashMap<>();
    Stream<String> values = zip.project(List.of(name)).rows().stream().map(row -> row.get(0));
    for (List<String> alike : grouped(values, likeness)) {
      Factor kept = zip.split(row -> alike.contains(row.get(name))).in();
      List<Factor.Table> tables =
          zips.stream().map(z -> z == zip ? (Factor.Table) kept : z).toList();
      split.put(alike.get(0), new Branch(axes, tables, whens, draws));
    }
    return split;
  }

  /**
   * Splits an axis that is drawn. Draws that are alike stay draws, so that they stay joint with all
   * others.
   */
  private Map<String, Branch> splitDraws(
      String name, Function<String, Object> likeness, Quantiles random, Spelling spelling) {
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    Map<Object, String> first = new LinkedHashMap<>();
    for (int k : draws) {
      String value = spelling.canonical(name, axes.get(name).quantile(random.at(name, k)));
      Object key = likeness.apply(value);
      first.putIfAbsent(key, value);
      groups.computeIfAbsent(key, g -> new ArrayList<>()).add(k);
    }
    Map<String, Branch> split = new LinkedHashMap<>();
    groups.forEach((key, ks) -> split.put(first.get(key), new Branch(axes, zips, whens, ks)));
    return split;
  }

  private static Collection<List<String>> grouped(
      Stream<String> values, Function<String, Object> likeness) {
    return values
        .collect(Collectors.groupingBy(likeness, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** How a parameter's value is spelled. */
  interface Spelling {
    String canonical(String name, String value);
  }

  private static void drop(String name, Map<String, Domain> axes, List<Factor.Table> zips) {
    axes.remove(name);
    for (int i = zips.size() - 1; i >= 0; i--) {
      List<String> kept = zips.get(i).names().stream().filter(n -> !n.equals(name)).toList();
      if (kept.isEmpty()) {
        zips.remove(i);
      } else if (kept.size() < zips.get(i).names().size()) {
        zips.set(i, zips.get(i).project(kept));
      }
    }
  }

  private static Factor.Table table(Zip zip) {
    List<String> names = zip.columns().stream().map(Setting::name).toList();
    List<List<String>> rows = new ArrayList<>();
    for (long i = 0; i < zip.columns().get(0).domain().values().size(); i++) {
      long row = i;
      rows.add(zip.columns().stream().map(c -> c.domain().values().get(row)).toList());
    }
    return new Factor.Table(names, rows);
  }
}
