package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Layer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Trial;
import scala.reflect.ClassTag$;

/** Publishes a task's results to the results folder, from wherever the task runs. */
final class GroupPublisher implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final Broadcast<SerializableConfiguration> configuration;

  private GroupPublisher(String location, Broadcast<SerializableConfiguration> configuration) {
    this.location = location;
    this.configuration = configuration;
  }

  static GroupPublisher to(String location, SparkContext spark) {
    return new GroupPublisher(
        location,
        spark.broadcast(
            new SerializableConfiguration(spark.hadoopConfiguration()),
            ClassTag$.MODULE$.apply(SerializableConfiguration.class)));
  }

  /**
   * Publishes all of {@code results} together, and every attempt.
   *
   * @throws org.bigsweep.results.ResultsException if a file cannot be written
   */
  void publish(List<TrialResult> results, List<Attempt> attempts) {
    ResultsWriter writer =
        new ResultsWriter(ResultsFolder.at(location, configuration.value().value()));
    if (results.isEmpty()) {
      writer.publish(attempts);
      return;
    }
    List<Trial> trials = new ArrayList<>();
    List<Epoch> epochs = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    Map<String, byte[]> weights = new HashMap<>();
    for (TrialResult result : results) {
      trials.add(result.trial());
      epochs.addAll(result.epochs());
      layers.addAll(result.layers());
      result.weights().ifPresent(w -> weights.put(result.trial().getTrialId(), w));
    }
    Set<String> finished = trials.stream().map(Trial::getTrialId).collect(Collectors.toSet());
    Map<Boolean, List<Attempt>> split =
        attempts.stream()
            .collect(Collectors.partitioningBy(a -> finished.contains(a.getTrialId())));
    writer.publish(split.get(false));
    writer.publish(new GroupRows(trials, epochs, layers, split.get(true), weights));
  }
}
