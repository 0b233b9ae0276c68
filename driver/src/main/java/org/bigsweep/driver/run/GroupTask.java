package org.bigsweep.driver.run;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.Checkpoints;
import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.TrialInterruptedException;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialRequest;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.Attempt;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What a task does: trains its group of trials and publishes them. A task that is told to stop
 * publishes the trials it has finished.
 */
final class GroupTask extends AbstractFunction1<Iterator<TrialGroup>, GroupSummary>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One trainer per application and dataset in this process. */
  private static final Map<String, TrialTrainer> TRAINERS = new ConcurrentHashMap<>();

  private static final String HOST = hostName();

  private final Map<String, Broadcast<Dataset>> datasets;
  private final TrainerFactory factory;
  private final KeepWeights keep;
  private final GroupPublisher publisher;
  private final String applicationId;
  private final String sparkVersion;

  /**
   * @param datasets dataset by its name in trials
   */
  GroupTask(
      Map<String, Broadcast<Dataset>> datasets,
      TrainerFactory factory,
      KeepWeights keep,
      GroupPublisher publisher,
      String applicationId,
      String sparkVersion) {
    this.datasets = Map.copyOf(datasets);
    this.factory = factory;
    this.keep = keep;
    this.publisher = publisher;
    this.applicationId = applicationId;
    this.sparkVersion = sparkVersion;
  }

  @Override
  public GroupSummary apply(Iterator<TrialGroup> partition) {
    TaskContext context = TaskContext.get();
    TrialGroup work = partition.next();
    List<TrialResult> results = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    TrialObserver observer = untilInterrupted(context);
    for (TrialSpec spec : work.trials()) {
      if (context.isInterrupted()) {
        break;
      }
      Instant started = Instant.now();
      Dataset dataset = datasets.get(spec.get(TrialParameters.DATASET)).value();
      String outcome = "INTERRUPTED";
      try {
        TrialRequest request = TrialRequest.toTheEnd(spec, keep);
        TrialResult result = trainer(dataset).train(request, Checkpoints.NONE, observer).finished();
        outcome = result.trial().getState();
        results.add(result);
      } catch (TrialInterruptedException e) {
        break;
      } finally {
        attempts.add(attempt(spec.id(dataset.sha256()), started, outcome));
      }
    }
    publisher.publish(results, attempts);
    context.killTaskIfInterrupted();
    return new GroupSummary(
        results.stream().map(TrialSummary::of).toList(),
        work.untilEpoch(),
        work.predictedSeconds());
  }

  private static TrialObserver untilInterrupted(TaskContext context) {
    return new TrialObserver() {
      @Override
      public boolean stopRequested() {
        return context.isInterrupted();
      }
    };
  }

  private TrialTrainer trainer(Dataset dataset) {
    return TRAINERS.computeIfAbsent(
        applicationId + ' ' + dataset.sha256(), key -> factory.create(dataset, sparkVersion));
  }

  private Attempt attempt(String trialId, Instant started, String outcome) {
    return Attempt.newBuilder()
        .setTrialId(trialId)
        .setAttemptId(UUID.randomUUID().toString())
        .setApplicationId(applicationId)
        .setHost(HOST)
        .setProcess(Long.toString(ManagementFactory.getRuntimeMXBean().getPid()))
        .setStarted(started)
        .setEnded(Instant.now())
        .setOutcome(outcome)
        .build();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
