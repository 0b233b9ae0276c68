package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A product of factors over the same active parameters, the piece from which spaces are built. What
 * is left of a block when part of it is taken away is again a few disjoint blocks. So unions
 * without repeats and exclusions keep an exact size and computable points.
 */
final class Block {
  private final TreeMap<String, String> constants = new TreeMap<>();
  private final List<Factor> factors;
  private final Set<String> names = new TreeSet<>();
  private final long size;

  /** The product of factors whose names are disjoint; none is empty. */
  Block(List<Factor> parts) {
    parts.forEach(f -> names.addAll(f.names()));
    parts.stream().filter(f -> f.size() == 1).forEach(f -> f.put(0, constants));
    factors =
        parts.stream()
            .filter(f -> f.size() > 1)
            .sorted(Comparator.comparing(f -> f.names().stream().min(String::compareTo).get()))
            .toList();
    size = Products.of(parts.stream().mapToLong(Factor::size));
  }

  long size() {
    return size;
  }

  Set<String> names() {
    return names;
  }

  Map<String, String> constants() {
    return constants;
  }

  List<Factor> factors() {
    return factors;
  }

  /** The values at an index from 0 to {@code size() - 1}. */
  SortedMap<String, String> get(long index) {
    TreeMap<String, String> point = new TreeMap<>(constants);
    Products.put(factors, index, point);
    return point;
  }

  /** The index of a point, or -1. */
  long indexOf(Map<String, String> point) {
    if (point.size() != names.size() || !point.entrySet().containsAll(constants.entrySet())) {
      return -1;
    }
    long index = 0;
    for (Factor factor : factors) {
      long row = factor.indexOf(point);
      if (row < 0) {
        return -1;
      }
      index = index * factor.size() + row;
    }
    return index;
  }

  /** The points of this block that are not in {@code other}. */
  List<Block> minus(Block other) {
    if (!names.equals(other.names) || conflict(other)) {
      return List.of(this);
    }
    List<Factor> mine = new ArrayList<>();
    List<Factor.Parts> parts = new ArrayList<>();
    for (Set<String> component : components(other)) {
      Factor whole = merged(component);
      mine.add(whole);
      parts.add(other.membership(whole, component));
    }
    return peel(mine, parts).outside();
  }

  /** The points that satisfy every constraint, and the rest. */
  Cut cut(Map<String, Constraint> constraints) {
    if (!names.containsAll(constraints.keySet())) {
      return new Cut(Optional.empty(), List.of(this));
    }
    List<Factor> whole = parts();
    List<Factor.Parts> parts = new ArrayList<>();
    for (Factor factor : whole) {
      Set<String> asked = new TreeSet<>(factor.names());
      asked.retainAll(constraints.keySet());
      parts.add(
          asked.isEmpty()
              ? new Factor.Parts(factor, List.of())
              : factor.split(
                  row -> asked.stream().allMatch(n -> constraints.get(n).holds(row.get(n)))));
    }
    return peel(whole, parts);
  }

  /**
   * @param inside the points within, if any
   * @param outside disjoint blocks of all other points
   */
  record Cut(Optional<Block> inside, List<Block> outside) {}

  /**
   * Splits a product whose every factor is split into inside and outside. The points outside are
   * those outside in the first factor, then those inside in the first and outside in the second,
   * and so on; these pieces are disjoint.
   */
  private Cut peel(List<Factor> whole, List<Factor.Parts> parts) {
    if (parts.stream().anyMatch(p -> p.in().size() == 0)) {
      return new Cut(Optional.empty(), List.of(this));
    }
    List<Block> outside = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      for (Factor out : parts.get(i).out()) {
        if (out.size() > 0) {
          List<Factor> piece =
              new ArrayList<>(parts.subList(0, i).stream().map(Factor.Parts::in).toList());
          piece.add(out);
          piece.addAll(whole.subList(i + 1, whole.size()));
          outside.add(new Block(piece));
        }
      }
    }
    return new Cut(Optional.of(new Block(parts.stream().map(Factor.Parts::in).toList())), outside);
  }

  private boolean conflict(Block other) {
    return constants.entrySet().stream()
        .anyMatch(
            e -> {
              String value = other.constants.get(e.getKey());
              return value != null && !value.equals(e.getValue());
            });
  }

  /** All factors, constants among them. */
  private List<Factor> parts() {
    List<Factor> parts = new ArrayList<>(factors);
    constants.forEach(
        (name, value) -> parts.add(new Factor.Column(name, new Values.Listed(List.of(value)))));
    return parts;
  }

  /**
   * The finest partition of the names such that every factor of either block lies within one part.
   */
  private List<Set<String>> components(Block other) {
    Map<String, Set<String>> byName = new HashMap<>();
    names.forEach(n -> byName.put(n, new TreeSet<>(Set.of(n))));
    for (Block block : List.of(this, other)) {
      for (Factor factor : block.factors) {
        Set<String> joined = new TreeSet<>();
        factor.names().forEach(n -> joined.addAll(byName.get(n)));
        joined.forEach(n -> byName.put(n, joined));
      }
    }
    List<Set<String>> components = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.contains(name)) {
        seen.addAll(byName.get(name));
        components.add(byName.get(name));
      }
    }
    return components;
  }

  private List<Factor> within(Set<String> component) {
    return parts().stream().filter(f -> component.containsAll(f.names())).toList();
  }

  private Factor merged(Set<String> component) {
    List<Factor> within = within(component);
    return within.size() == 1 ? within.get(0) : Factor.Table.product(within);
  }

  /** Which rows of another block's factor have a counterpart here. */
  private Factor.Parts membership(Factor theirs, Set<String> component) {
    List<Factor> within = within(component);
    if (theirs instanceof Factor.Column column && within.get(0) instanceof Factor.Column mine) {
      return column.split(mine);
    }
    return theirs.split(row -> within.stream().allMatch(f -> f.indexOf(row) >= 0));
  }
}
