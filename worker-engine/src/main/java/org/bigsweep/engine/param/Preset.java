package org.bigsweep.engine.param;

import java.util.Map;
import java.util.TreeMap;

/**
 * A named setting of a rule's options, usable as a value of {@code rule} in sweep files and shown
 * in tables wherever a trial's parameters match it.
 *
 * @param name such as {@code BIG(balanced)}
 * @param rule the base rule
 * @param values the options it fixes, by parameter name, in canonical spelling
 */
public record Preset(String name, String rule, Map<String, String> values) {
  public Preset {
    values = Map.copyOf(values);
  }

  /** This preset with one more option fixed. */
  public Preset with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(parameter, value);
    return new Preset(name, rule, more);
  }
}
