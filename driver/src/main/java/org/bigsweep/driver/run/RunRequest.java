package org.bigsweep.driver.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.driver.schedule.Work;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.data.Dataset;

/**
 * A description of a run: what to train, where, and with which limits.
 *
 * @param sweep name of the sweep
 * @param work what to train on a number of cores
 * @param trials number of trials in {@code work}, each once for every segment that it is trained
 * @param predictedSeconds predicted time of all of them on one core
 * @param decisions receives what the work's schedule decides, before the run acts on it
 * @param dataset the dataset that all trials use
 * @param failures limit on the failed trials
 * @param results path or URI of the results folder
 * @param master Spark master; empty for the one that spark-submit chose or, without one, all local
 *     cores
 */
public record RunRequest(
    String sweep,
    IntFunction<Work> work,
    long trials,
    double predictedSeconds,
    Consumer<List<RungDecision>> decisions,
    Dataset dataset,
    KeepWeights keep,
    FailureLimit failures,
    TrainerFactory trainers,
    String results,
    Optional<String> master) {}
