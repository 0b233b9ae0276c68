package org.bigsweep.driver.run;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.KeepWeights;

/**
 * What a run shall do.
 *
 * @param sweep name of the sweep
 * @param work groups of trials for a number of cores, in the order in which to start them; taken as
 *     the run proceeds
 * @param trials number of trials in {@code work}
 * @param predictedSeconds predicted time of all of them on one core
 * @param datasets every dataset that a trial names, by that name
 * @param results path or URI of the results folder
 * @param master Spark master; empty for what spark-submit says, else all local cores
 */
public record RunRequest(
    String sweep,
    IntFunction<Iterator<TrialGroup>> work,
    long trials,
    double predictedSeconds,
    Map<String, Dataset> datasets,
    KeepWeights keep,
    TrainerFactory trainers,
    String results,
    Optional<String> master) {
  public RunRequest {
    datasets = Map.copyOf(datasets);
  }
}
