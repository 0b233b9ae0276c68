package org.bigsweep.driver.run;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Epoch;
import org.bigsweep.util.Host;

/**
 * A recorder of one attempt while it goes on. The trainer tells it from which epoch the trial went
 * on.
 */
final class AttemptRecorder implements TrialObserver {
  private static final String HOST = Host.name();

  private final String trialId;
  private final TaskEnvironment place;
  private final Instant started = Instant.now();
  private Optional<Integer> firstEpoch = Optional.empty();

  AttemptRecorder(String trialId, TaskEnvironment place) {
    this.trialId = trialId;
    this.place = place;
  }

  @Override
  public boolean stopRequested() {
    return place.stopRequested().getAsBoolean();
  }

  @Override
  public void epochFinished(Epoch epoch) {
    if (firstEpoch.isEmpty()) {
      firstEpoch = Optional.of(epoch.getEpoch());
    }
  }

  Attempt ended(String outcome) {
    return Attempt.newBuilder()
        .setTrialId(trialId)
        .setAttemptId(UUID.randomUUID().toString())
        .setApplicationId(place.applicationId())
        .setHost(HOST)
        .setProcess(Long.toString(ManagementFactory.getRuntimeMXBean().getPid()))
        .setStarted(started)
        .setEnded(Instant.now())
        .setOutcome(outcome)
        .setLosses(place.losses())
        .setResumedEpoch(firstEpoch.filter(epoch -> epoch > 0).map(epoch -> epoch - 1).orElse(null))
        .build();
  }
}
