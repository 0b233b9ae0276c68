package org.bigsweep.driver.store;

/** A program that answers SQL over a results folder. */
public enum SqlDialect {
  SPARK(
      """
      concat_ws(' ', array_sort(transform(map_entries(map_filter(parameters, \
      (name, value) -> $CONDITION)), entry -> concat(entry.key, '=', entry.value))))\
      """,
      "name"),
  DUCKDB(
      """
      array_to_string(list_sort([entry.key || '=' || entry.value \
      for entry in map_entries(parameters) if $CONDITION]), ' ')\
      """,
      "entry.key");

  private final String entries;
  private final String name;

  SqlDialect(String entries, String name) {
    this.entries = entries;
    this.name = name;
  }

  /** An expression for all of a trial's active parameters but the seed, sorted, as one string. */
  String configuration() {
    return entries("$NAME <> 'seed'");
  }

  /**
   * An expression for some of a trial's active parameters, {@code name=value}, sorted, joined by
   * blanks.
   *
   * @param condition a condition on {@code $NAME}
   */
  String entries(String condition) {
    return entries.replace("$CONDITION", condition.replace("$NAME", name));
  }
}
