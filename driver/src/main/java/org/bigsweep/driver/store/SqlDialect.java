package org.bigsweep.driver.store;

/** A program that answers SQL over a results folder. */
public enum SqlDialect {
  SPARK(
      """
      concat_ws(' ', array_sort(transform(map_entries(map_filter(parameters, \
      (name, value) -> name <> 'seed')), entry -> concat(entry.key, '=', entry.value))))"""),
  DUCKDB(
      """
      array_to_string(list_sort([entry.key || '=' || entry.value \
      for entry in map_entries(parameters) if entry.key <> 'seed']), ' ')""");

  private final String configuration;

  SqlDialect(String configuration) {
    this.configuration = configuration;
  }

  /** An expression for all of a trial's active parameters but the seed, sorted, as one string. */
  String configuration() {
    return configuration;
  }
}
