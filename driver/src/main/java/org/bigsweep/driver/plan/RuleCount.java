package org.bigsweep.driver.plan;

/**
 * The number of trials that one rule or preset has in a sweep.
 *
 * @param rule the name under which they are reported
 * @param done number of those that the results already hold
 */
public record RuleCount(String rule, long total, long done) {
  public long toDo() {
    return total - done;
  }
}
