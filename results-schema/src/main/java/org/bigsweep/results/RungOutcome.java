package org.bigsweep.results;

/** What a schedule decided on a configuration at a rung. */
public enum RungOutcome {
  /** It is trained further, to the next rung. */
  PROMOTED,
  /** It is not trained any further. */
  PRUNED,
  /** It was trained to its horizon. */
  FINISHED,
  /** It was trained to its horizon and is the bracket's best: the one that is reported. */
  CHOSEN;

  /** The outcome of a row of {@code decisions}. */
  public static RungOutcome of(Decision row) {
    return valueOf(row.getOutcome());
  }
}
