package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A sequence of distinct canonical spellings in a fixed order, each found by its position. */
public sealed interface Values {
  /** The most values that are ever listed in memory: 1,000,000. */
  int LISTABLE = 1_000_000;

  long size();

  /** The value at a position from 0 to {@code size() - 1}. */
  String get(long position);

  /** The position of a value, or -1 if it is not among these. */
  long indexOf(String value);

  default Stream<String> stream() {
    return LongStream.range(0, size()).mapToObj(this::get);
  }

  default boolean contains(String value) {
    return indexOf(value) >= 0;
  }

  /** These values without repeats, the first of equals kept. */
  static Values of(List<String> values) {
    return new Listed(values.stream().distinct().toList());
  }

  /**
   * Those that pass {@code test}, and the rest; either may be empty.
   *
   * @throws SpaceException if there are more than {@link #LISTABLE}
   */
  default Parts split(Predicate<String> test) {
    if (size() > LISTABLE) {
      throw new SpaceException(
          "Invalid axis: "
              + size()
              + " values (must be at most "
              + LISTABLE
              + " where excluded from, zipped or united with another)");
    }
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    stream().forEach(v -> (test.test(v) ? in : out).add(v));
    return new Parts(of(in), List.of(of(out)));
  }

  /** Those that are also in {@code others}, and the rest; either may be empty. */
  default Parts split(Values others) {
    return split(others::contains);
  }

  /** Values that pass a test, and those that do not in disjoint pieces. */
  record Parts(Values in, List<Values> out) {}

  /** Values held in memory. */
  final class Listed implements Values {
    private final List<String> values;
    private final Map<String, Integer> positions;

    Listed(List<String> distinct) {
      values = List.copyOf(distinct);
      positions = new HashMap<>();
      for (int i = 0; i < values.size(); i++) {
        positions.put(values.get(i), i);
      }
    }

    @Override
    public long size() {
      return values.size();
    }

    @Override
    public String get(long position) {
      return values.get(Math.toIntExact(position));
    }

    @Override
    public long indexOf(String value) {
      return positions.getOrDefault(value, -1);
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }

  /** All whole numbers from {@code first} to {@code last}, both inclusive; never listed. */
  record Range(long first, long last) implements Values {
    @Override
    public long size() {
      return Math.max(0, Math.addExact(Math.subtractExact(last, first), 1));
    }

    @Override
    public String get(long position) {
      return Long.toString(first + position);
    }

    @Override
    public long indexOf(String value) {
      try {
        long number = Long.parseLong(value);
        boolean canonical = Long.toString(number).equals(value);
        return canonical && number >= first && number <= last ? number - first : -1;
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    @Override
    public Parts split(Values others) {
      if (!(others instanceof Range other)) {
        return split(others::contains);
      }
      long low = Math.max(first, other.first);
      long high = Math.min(last, other.last);
      if (low > high) {
        return new Parts(of(List.of()), List.of(this));
      }
      List<Values> out = new ArrayList<>();
      if (first < low) {
        out.add(new Range(first, low - 1));
      }
      if (last > high) {
        out.add(new Range(high + 1, last));
      }
      return new Parts(new Range(low, high), out);
    }

    @Override
    public String toString() {
      return first + ".." + last;
    }
  }
}
