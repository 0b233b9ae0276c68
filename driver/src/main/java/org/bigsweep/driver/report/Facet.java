package org.bigsweep.driver.report;

/**
 * The trials that a figure shows together: those of one dataset and depth.
 *
 * @param trials reported trials
 * @param epochs longest horizon among them
 */
record Facet(String dataset, int depth, long trials, int epochs) {
  /** Most epochs that are shown one by one. */
  private static final int EPOCHS = 40;

  /** A condition on {@code table}, which has {@code dataset} and {@code depth}. */
  String condition(String table) {
    return "%1$s.dataset = '%2$s' AND %1$s.depth = %3$d"
        .formatted(table, dataset.replace("\\", "\\\\").replace("'", "\\'"), depth);
  }

  /** The distance between epochs that are shown. */
  int epochStep() {
    return Math.max(1, (epochs + EPOCHS - 1) / EPOCHS);
  }

  /** A condition that thins epochs: the first two and the last stay. */
  String epochCondition(String column) {
    int step = epochStep();
    return step == 1
        ? "true"
        : "(%1$s %% %2$d = 0 OR %1$s IN (1, %3$d))".formatted(column, step, epochs);
  }

  /** What {@link #epochCondition} left out, for a caption; empty if nothing. */
  String thinned() {
    return epochStep() == 1 ? "" : " Every " + epochStep() + "th epoch is drawn.";
  }

  /** Such as {@code N = 5}. */
  String label() {
    return "N = " + depth;
  }
}
