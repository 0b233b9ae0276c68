package org.bigsweep.engine.trial;

import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialParameters.EarlyStopRule;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Epoch;

/**
 * The criterion {@code earlyStop} by which a trial ends before its horizon for lack of progress.
 * Progress is an epoch with a higher validation accuracy than any before it (training accuracy in a
 * trial without validation images).
 *
 * <ul>
 *   <li>{@code plateau}: the last {@code patience} epochs brought none (Goodfellow, Bengio and
 *       Courville 2016, algorithm 7.1);
 *   <li>{@code collapse}: the network is flagged as collapsed and the last {@code patience} epochs,
 *       the one of the flag included, brought none. Some networks come back, and theirs is a new
 *       highest accuracy.
 * </ul>
 *
 * <p>A function of the epochs' rows alone: where a trial stops does not depend on whether it was
 * paused.
 */
record EarlyStop(EarlyStopRule rule, int patience) {
  static EarlyStop of(TrialSpec spec) {
    return new EarlyStop(
        spec.get(TrialParameters.EARLY_STOP),
        spec.find(TrialParameters.PATIENCE).orElse(0L).intValue());
  }

  /** As in sweep files. */
  String reason() {
    return TrialParameters.EARLY_STOP.kind().canonical(rule);
  }

  /**
   * Whether the trial ends after the last of {@code epochs}.
   *
   * @param epochs rows of epochs 0 to at least 1
   */
  boolean holds(List<Epoch> epochs) {
    int last = epochs.size() - 1;
    return switch (rule) {
      case NONE -> false;
      case PLATEAU -> last - best(epochs) >= patience;
      case COLLAPSE ->
          collapsed(epochs)
              .filter(flagged -> last - Math.max(best(epochs), flagged - 1) >= patience)
              .isPresent();
    };
  }

  private static int best(List<Epoch> epochs) {
    int best = 1;
    for (int epoch = 2; epoch < epochs.size(); epoch++) {
      if (accuracy(epochs.get(epoch)) > accuracy(epochs.get(best))) {
        best = epoch;
      }
    }
    return best;
  }

  private static double accuracy(Epoch row) {
    return Optional.ofNullable(row.getValidationAccuracy()).orElseGet(row::getTrainAccuracy);
  }

  private static Optional<Integer> collapsed(List<Epoch> epochs) {
    return epochs.stream().filter(Epoch::getCollapsed).map(Epoch::getEpoch).findFirst();
  }
}
