package org.bigsweep.driver.report;

import java.util.List;

/**
 * An axis of a panel.
 *
 * @param name what it measures, with the unit
 * @param categories the values of a {@link Scale#CATEGORY} axis, by which points count from 0
 */
record Axis(String name, Scale scale, List<String> categories) {
  enum Scale {
    LINEAR,
    LOG,
    /** Whole numbers only, such as epochs. */
    WHOLE,
    CATEGORY
  }

  Axis {
    categories = List.copyOf(categories);
  }

  static Axis linear(String name) {
    return new Axis(name, Scale.LINEAR, List.of());
  }

  static Axis log(String name) {
    return new Axis(name, Scale.LOG, List.of());
  }

  static Axis whole(String name) {
    return new Axis(name, Scale.WHOLE, List.of());
  }

  static Axis of(String name, List<String> categories) {
    return new Axis(name, Scale.CATEGORY, categories);
  }
}
