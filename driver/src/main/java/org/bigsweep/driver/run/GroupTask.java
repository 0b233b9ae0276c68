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

  /** One trainer per application in this process. */
  private static final Map<String, TrialTrainer> TRAINERS = new ConcurrentHashMap<>();

  /** One clock per application in this process. */
  private static final Map<String, TrainingClock> CLOCKS = new ConcurrentHashMap<>();

  private final Broadcast<Dataset> dataset;
  private final TrainerFactory factory;
  private final KeepWeights keep;
  private final String results;
  private final Broadcast<SerializableConfiguration> configuration;
  private final String applicationId;
  private final String sparkVersion;

  /**
   * @param dataset the dataset that all trials use
   * @param results path or URI of the results folder
   * @param configuration settings with which the results folder is opened
   */
  GroupTask(
      Broadcast<Dataset> dataset,
      TrainerFactory factory,
      KeepWeights keep,
      String results,
      Broadcast<SerializableConfiguration> configuration,
      String applicationId,
      String sparkVersion) {
    this.dataset = dataset;
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
            dataset.value().sha256(),
            TRAINERS.computeIfAbsent(
                applicationId, id -> factory.create(dataset.value(), sparkVersion)),
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
}
