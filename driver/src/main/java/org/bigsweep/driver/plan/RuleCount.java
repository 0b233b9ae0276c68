package org.bigsweep.driver.plan;

/**
 * How many trials of a sweep one rule or preset has.
 *
 * @param rule the name under which they are reported
 * @param done those that the results already hold
 */
public record RuleCount(String rule, long total, long done) {
  public long toDo() {
    return total - done;
  }
}
