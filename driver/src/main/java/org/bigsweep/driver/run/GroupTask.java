package org.bigsweep.driver.run;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.results.ResultsFolder;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** The function that a Spark task runs: it trains its group of trials and publishes them. */
final class GroupTask extends AbstractFunction1<Iterator<TrialGroup>, GroupSummary>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One trainer per application and dataset in this process. */
  private static final Map<String, TrialTrainer> TRAINERS = new ConcurrentHashMap<>();

  /** One clock per application in this process. */
  private static final Map<String, TrainingClock> CLOCKS = new ConcurrentHashMap<>();

  private final Map<String, Broadcast<Dataset>> datasets;
  private final TrainerFactory factory;
  private final KeepWeights keep;
  private final String results;
  private final Broadcast<SerializableConfiguration> configuration;
  private final String applicationId;
  private final String sparkVersion;

  /**
   * @param datasets datasets by the names that trials use
   * @param results path or URI of the results folder
   * @param configuration settings with which the results folder is opened
   */
  GroupTask(
      Map<String, Broadcast<Dataset>> datasets,
      TrainerFactory factory,
      KeepWeights keep,
      String results,
      Broadcast<SerializableConfiguration> configuration,
      String applicationId,
      String sparkVersion) {
    this.datasets = Map.copyOf(datasets);
    this.factory = factory;
    this.keep = keep;
    this.results = results;
    this.configuration = configuration;
    this.applicationId = applicationId;
    this.sparkVersion = sparkVersion;
  }

  @Override
  public GroupSummary apply(Iterator<TrialGroup> partition) {
    TaskContext context = TaskContext.get();
    GroupTraining training =
        new GroupTraining(
            name -> datasets.get(name).value(),
            this::trainer,
            keep,
            TrialRequest.CHECKPOINT_EVERY,
            ResultsFolder.at(results, configuration.value().value()),
            CLOCKS.computeIfAbsent(applicationId, id -> new TrainingClock(System::nanoTime)));
    GroupSummary summary =
        training.train(
            partition.next(),
            new TaskEnvironment(applicationId, context.attemptNumber(), context::isInterrupted));
    context.killTaskIfInterrupted();
    return summary;
  }

  private TrialTrainer trainer(Dataset dataset) {
    return TRAINERS.computeIfAbsent(
        applicationId + ' ' + dataset.sha256(), key -> factory.create(dataset, sparkVersion));
  }
}
