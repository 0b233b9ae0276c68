package org.bigsweep.driver.plan;

import java.io.Serializable;
import java.util.List;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A group of trials that one task trains, one after another.
 *
 * @param untilEpoch the epoch after which each trial pauses; trials that end earlier end there
 * @param predictedSeconds predicted time of all of them on one core
 */
public record TrialGroup(List<TrialSpec> trials, int untilEpoch, double predictedSeconds)
    implements Serializable {
  /** Beyond every horizon: trials do not pause. */
  public static final int NO_PAUSE = Integer.MAX_VALUE;

  public TrialGroup {
    trials = List.copyOf(trials);
    if (trials.isEmpty() || untilEpoch < 1) {
      throw new IllegalArgumentException(
          "Invalid group: %d trials until epoch %d (must be at least one of each)"
              .formatted(trials.size(), untilEpoch));
    }
  }

  /** A group whose trials are trained to their ends. */
  public TrialGroup(List<TrialSpec> trials, double predictedSeconds) {
    this(trials, NO_PAUSE, predictedSeconds);
  }
}
