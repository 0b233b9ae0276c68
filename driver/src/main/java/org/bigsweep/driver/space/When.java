package org.bigsweep.driver.space;

import java.util.Map;

/**
 * A part of a space that exists only where every constraint holds. Its axes replace those of the
 * space around it.
 *
 * @param condition constraint by parameter name; a base rule's name stands for its presets too
 */
public record When(Map<String, Constraint> condition, SubSpace then, String origin) {
  public When {
    condition = Map.copyOf(condition);
  }
}
