package org.bigsweep.driver.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.schedule.RungDecision;
import org.bigsweep.driver.schedule.Work;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.util.Failures;
import org.bigsweep.util.UserException;
import org.bigsweep.util.UserException.Remedy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * One run of a sweep. It hands groups of trials to Spark in overlapping waves and is told of each
 * group as it is published. Its memory does not grow with the number of trials.
 */
public final class SweepRun {
  private static final Logger LOG = LoggerFactory.getLogger(SweepRun.class);

  /** Groups per Spark job. */
  private static final int WAVE = 1000;

  /**
   * The next wave is handed over when fewer groups are left than this number and than 4 per slot.
   */
  private static final int LOW_WATER = 200;

  private static final long POLL_MILLIS = 100;
  private static final Duration STOP = Duration.ofMinutes(1);

  private final RunRequest request;
  private final RunListener listener;
  private final RunCounter counter;
  private final LinkedBlockingQueue<GroupSummary> published = new LinkedBlockingQueue<>();
  private volatile boolean stopping;
  private boolean tooManyFailed;

  public SweepRun(RunRequest request, RunListener listener) {
    this.request = request;
    this.listener = listener;
    this.counter = new RunCounter(request.trials(), request.predictedSeconds());
  }

  /** Asks the run to stop at the next minibatch and to publish what is complete; any thread. */
  public void stop() {
    stopping = true;
  }

  /** The first trial that failed, if one did; any thread. */
  public Optional<TrialSummary> firstFailed() {
    return counter.firstFailed();
  }

  /** How far the run is; any thread. */
  public RunProgress progress() {
    return counter.progress();
  }

  /**
   * Runs to the end, or until {@link #stop}.
   *
   * @throws UserException if Spark fails
   * @throws UserException if results could not be published
   */
  public RunOutcome execute() {
    SparkContext spark = start();
    try {
      LOG.info("Settings: {}", SparkSettings.fixed());
      int slots = Executors.slots(spark, listener, () -> stopping);
      counter.begin(slots);
      listener.started(slots, Optional.ofNullable(spark.uiWebUrl().getOrElse(() -> null)));
      train(spark, slots);
      Optional<String> unpublished = counter.unpublished();
      if (unpublished.isPresent()) {
        throw new UserException(
            Remedy.MEND_OUTPUT, unpublished.get() + "; the same command continues");
      }
      return new RunOutcome(progress(), stopping, tooManyFailed);
    } finally {
      spark.stop();
    }
  }

  private SparkContext start() {
    try {
      SparkContext spark =
          new SparkContext(SparkSettings.of("bigsweep " + request.sweep(), request.master()));
      RunLog.sendAgain();
      return spark;
    } catch (RuntimeException e) {
      throw new UserException(Remedy.RUN_AGAIN, "Cannot start Spark: " + Failures.firstLine(e), e);
    }
  }

  private void train(SparkContext spark, int slots) {
    RunningTasks running = new RunningTasks();
    spark.addSparkListener(running);
    GroupTask task = task(spark);
    int lowWater = Math.max(LOW_WATER, 4 * slots);
    Work work = request.work().apply(slots);
    decide(work);
    Queue<SimpleFutureAction<?>> waves = new ArrayDeque<>();
    long outstanding = 0;
    while (!stopping && (!work.exhausted() || outstanding > 0)) {
      while (outstanding < lowWater) {
        List<TrialGroup> wave = work.take(WAVE);
        if (wave.isEmpty()) {
          break;
        }
        outstanding += wave.size();
        waves.add(submit(spark, task, wave));
      }
      if (outstanding == 0 && !work.exhausted()) {
        throw new UserException(
            Remedy.RUN_AGAIN,
            "Cannot finish the run: a group of trials ended without a word of them");
      }
      outstanding -= hear(work);
      while (!waves.isEmpty() && succeeded(waves.element())) {
        waves.remove();
      }
    }
    if (stopping) {
      spark.cancelAllJobs();
      running.awaitNone(STOP);
    }
    hear(work);
    if (!stopping) {
      counter.complete();
    }
  }

  private GroupTask task(SparkContext spark) {
    return new GroupTask(
        spark.broadcast(request.dataset(), ClassTag$.MODULE$.apply(Dataset.class)),
        request.trainers(),
        request.keep(),
        request.results(),
        spark.broadcast(
            new SerializableConfiguration(spark.hadoopConfiguration()),
            ClassTag$.MODULE$.apply(SerializableConfiguration.class)),
        spark.applicationId(),
        spark.version());
  }

  private SimpleFutureAction<?> submit(SparkContext spark, GroupTask task, List<TrialGroup> wave) {
    Seq<TrialGroup> groups = CollectionConverters.asScala(wave).toSeq();
    var rdd = spark.parallelize(groups, wave.size(), ClassTag$.MODULE$.apply(TrialGroup.class));
    List<Object> partitions = new ArrayList<>();
    for (int p = 0; p < wave.size(); p++) {
      partitions.add(p);
    }
    return spark.submitJob(
        rdd,
        task,
        CollectionConverters.asScala(partitions).toSeq(),
        (partition, summary) -> {
          published.add(summary);
          return BoxedUnit.UNIT;
        },
        () -> BoxedUnit.UNIT);
  }

  /** Counts the groups that were published since the last call, waiting a moment for the first. */
  private long hear(Work work) {
    try {
      GroupSummary first = published.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (first == null) {
        return 0;
      }
      List<GroupSummary> heard = new ArrayList<>(List.of(first));
      published.drainTo(heard);
      for (GroupSummary group : heard) {
        counter.add(group);
        group.trials().forEach(trial -> work.heard(trial.measurement(group.untilEpoch())));
      }
      decide(work);
      tooManyFailed |= request.failures().exceededBy(progress());
      if (tooManyFailed || counter.unpublished().isPresent()) {
        stopping = true;
      }
      listener.progressed(progress());
      return heard.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
      return 0;
    }
  }

  private void decide(Work work) {
    List<RungDecision> decisions = work.decided();
    if (!decisions.isEmpty()) {
      request.decisions().accept(decisions);
      counter.add(decisions);
    }
  }

  private static boolean succeeded(SimpleFutureAction<?> wave) {
    if (!wave.isCompleted()) {
      return false;
    }
    var outcome = wave.value().get();
    if (outcome.isFailure()) {
      Throwable cause = outcome.failed().get();
      throw new UserException(
          Remedy.RUN_AGAIN, "Cannot finish the run: " + Failures.firstLine(cause), cause);
    }
    return true;
  }
}
