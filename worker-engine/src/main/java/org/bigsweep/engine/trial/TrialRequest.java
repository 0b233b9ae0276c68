package org.bigsweep.engine.trial;

import java.time.Duration;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A request to train a trial.
 *
 * @param spec the trial
 * @param untilEpoch epoch after which it pauses; from its horizon on, it is trained to its end
 * @param keep parameters to keep
 * @param checkpointEvery training time after which its state is saved, at the next epoch's end
 */
public record TrialRequest(
    TrialSpec spec, int untilEpoch, KeepWeights keep, Duration checkpointEvery) {
  /** How often states are saved where nothing else is asked. */
  public static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(60);

  public TrialRequest {
    if (untilEpoch < 0) {
      throw new IllegalArgumentException("Invalid untilEpoch: " + untilEpoch + " (must be ≥ 0)");
    }
  }

  /** The whole trial. */
  public static TrialRequest toTheEnd(TrialSpec spec, KeepWeights keep) {
    return new TrialRequest(spec, Integer.MAX_VALUE, keep, CHECKPOINT_EVERY);
  }

  /** The same, but paused after epoch {@code epoch}. */
  public TrialRequest until(int epoch) {
    return new TrialRequest(spec, epoch, keep, checkpointEvery);
  }

  /** The same, its state saved at the first epoch's end after every {@code interval}. */
  public TrialRequest checkpointing(Duration interval) {
    return new TrialRequest(spec, untilEpoch, keep, interval);
  }
}
