package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bigsweep.engine.catalog.ParameterCatalog;

/**
 * The partition of a block's points by the values of some parameters.
 *
 * @param offset index in the space of the block's first point
 */
record BlockPartition(Block block, long offset, ParameterCatalog catalog) {

  /** Adds the classes; beyond {@code limit} the parameter with most values is left together. */
  void classes(Set<String> names, int limit, List<PointClass> classes) {
    List<List<int[]>> groups = new ArrayList<>();
    for (Factor factor : block.factors()) {
      groups.add(groups(factor, names, limit));
    }
    while (groups.stream().mapToDouble(g -> Math.max(1, g.size())).reduce(1, (x, y) -> x * y)
        > limit) {
      groups.set(
          groups.indexOf(groups.stream().max(Comparator.comparingInt(List::size)).get()),
          List.of());
    }
    addProducts(groups, new ArrayList<>(), classes);
  }

  private void addProducts(
      List<List<int[]>> groups, List<Optional<int[]>> chosen, List<PointClass> classes) {
    if (chosen.size() == groups.size()) {
      classes.add(new PointClass(block, catalog, offset, chosen));
      return;
    }
    List<int[]> options = groups.get(chosen.size());
    List<Optional<int[]>> next = new ArrayList<>(chosen);
    next.add(Optional.empty());
    if (options.isEmpty()) {
      addProducts(groups, next, classes);
    }
    for (int[] rows : options) {
      next.set(chosen.size(), Optional.of(rows));
      addProducts(groups, next, classes);
    }
  }

  /** Rows of a factor by their values of the named parameters; empty for all rows together. */
  private static List<int[]> groups(Factor factor, Set<String> names, int limit) {
    Set<String> asked = new TreeSet<>(factor.names());
    asked.retainAll(names);
    if (asked.isEmpty() || factor.size() > Values.LISTABLE) {
      return List.of();
    }
    Map<List<String>, List<Integer>> byValues = new LinkedHashMap<>();
    for (int row = 0; row < factor.size(); row++) {
      Map<String, String> values = factor.row(row);
      byValues
          .computeIfAbsent(asked.stream().map(values::get).toList(), v -> new ArrayList<>())
          .add(row);
    }
    if (byValues.size() > limit) {
      return List.of();
    }
    return byValues.values().stream()
        .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }
}
