package org.bigsweep.results;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All rows of a group of finished trials, which are published together or not at all. Rows are kept
 * sorted by trial, epoch and layer.
 *
 * @param trials one row per trial
 * @param attempts the starts of these trials
 * @param weights kept parameters as {@code .npz} bytes, by trial id
 */
public record GroupRows(
    List<Trial> trials,
    List<Epoch> epochs,
    List<Layer> layers,
    List<Attempt> attempts,
    Map<String, byte[]> weights) {

  /**
   * @throws IllegalArgumentException if there is no trial, a trial is there twice, or a row belongs
   *     to none of the trials
   */
  public GroupRows {
    trials = sorted(trials, Comparator.comparing(Trial::getTrialId));
    epochs = sorted(epochs, Comparator.comparing(Epoch::getTrialId).thenComparing(Epoch::getEpoch));
    layers =
        sorted(
            layers,
            Comparator.comparing(Layer::getTrialId)
                .thenComparing(Layer::getEpoch)
                .thenComparing(Layer::getLayer));
    attempts =
        sorted(
            attempts,
            Comparator.comparing(Attempt::getTrialId).thenComparing(Attempt::getAttemptId));
    weights = new TreeMap<>(weights);
    check(trials, epochs, layers, attempts, weights.keySet());
  }

  /**
   * The name that these trials are published under: the same whenever the measured columns are. A
   * failed trial's are not the same twice, so each failure has a name of its own.
   */
  public GroupName name() {
    return GroupName.of(trials.stream().map(GroupRows::label).toList());
  }

  static String label(Trial trial) {
    String label = trial.getTrialId() + ' ' + trial.getBlasKernel();
    return TrialState.of(trial) == TrialState.FAILED
        ? label + ' ' + trial.getHost() + ' ' + trial.getStarted().toEpochMilli()
        : label;
  }

  private static <R> List<R> sorted(List<R> rows, Comparator<R> order) {
    return rows.stream().sorted(order).toList();
  }

  private static void check(
      List<Trial> trials,
      List<Epoch> epochs,
      List<Layer> layers,
      List<Attempt> attempts,
      Set<String> weights) {
    if (trials.isEmpty()) {
      throw new IllegalArgumentException("Invalid group: no trials (must have at least one)");
    }
    Set<String> ids = new HashSet<>();
    for (Trial trial : trials) {
      if (!ids.add(trial.getTrialId())) {
        throw new IllegalArgumentException(
            "Invalid group: trial " + trial.getTrialId() + " twice (must be there once)");
      }
    }
    Stream.of(
            epochs.stream().map(Epoch::getTrialId),
            layers.stream().map(Layer::getTrialId),
            attempts.stream().map(Attempt::getTrialId),
            weights.stream())
        .flatMap(owners -> owners)
        .filter(id -> !ids.contains(id))
        .findAny()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException(
                  "Invalid group: rows of trial " + id + " (must be one of the group's trials)");
            });
  }
}
