package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A part of a space on its way to a block: axes that are still to be split, replaced or dropped.
 *
 * @param axes domain by parameter
 * @param zips parameters that move together
 * @param whens conditional parts not yet decided
 * @param draws the draws that belong to this part; one if the sweep draws nothing
 */
record Branch(Map<String, Domain> axes, List<Factor.Table> zips, List<When> whens, int[] draws) {

  /** Nothing yet. */
  static Branch start(Optional<RandomDraws> random) {
    int n = random.map(RandomDraws::n).orElse(1);
    int[] all = new int[n];
    Arrays.setAll(all, k -> k);
    return new Branch(Map.of(), List.of(), List.of(), all);
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

  /** This branch with one parameter set to a single value, or, in a zip, kept to rows with it. */
  Branch fixed(String name, String value) {
    Map<String, Domain> more = new TreeMap<>(axes);
    List<Factor.Table> tables = new ArrayList<>(zips);
    drop(name, more, tables);
    more.put(name, Domain.of(value));
    return new Branch(more, tables, whens, draws);
  }

  Branch without(String name) {
    Map<String, Domain> more = new TreeMap<>(axes);
    List<Factor.Table> tables = new ArrayList<>(zips);
    drop(name, more, tables);
    return new Branch(more, tables, whens, draws);
  }

  Branch withWhens(List<When> others) {
    return new Branch(axes, zips, others, draws);
  }

  /** One branch for each value that a set parameter takes. */
  Map<String, Branch> split(String name, Optional<RandomDraws> random, Spelling spelling) {
    Map<String, Branch> split = new TreeMap<>();
    Domain domain = axes.get(name);
    if (domain == null) {
      Factor.Table zip = zips.stream().filter(z -> z.names().contains(name)).findFirst().get();
      zip.project(List.of(name))
          .rows()
          .forEach(
              row -> {
                Factor kept = zip.split(r -> r.get(name).equals(row.get(0))).in();
                List<Factor.Table> tables =
                    zips.stream().map(z -> z == zip ? (Factor.Table) kept : z).toList();
                split.put(row.get(0), new Branch(axes, tables, whens, draws));
              });
    } else if (random.isPresent() && domain.drawn()) {
      Map<String, List<Integer>> byValue = new HashMap<>();
      for (int k : draws) {
        String value = spelling.canonical(name, domain.quantile(random.get().quantile(name, k)));
        byValue.computeIfAbsent(value, v -> new ArrayList<>()).add(k);
      }
      byValue.forEach(
          (value, ks) ->
              split.put(
                  value,
                  new Branch(
                      fixed(name, value).axes,
                      zips,
                      whens,
                      ks.stream().mapToInt(k -> k).toArray())));
    } else {
      domain.values().stream().forEach(value -> split.put(value, fixed(name, value)));
    }
    return split;
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
