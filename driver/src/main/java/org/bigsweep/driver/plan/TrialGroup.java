package org.bigsweep.driver.plan;

import java.io.Serializable;
import java.util.List;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * Trials that one task trains, one after another, and publishes together.
 *
 * @param predictedSeconds predicted time of all of them on one core
 */
public record TrialGroup(List<TrialSpec> trials, double predictedSeconds) implements Serializable {
  public TrialGroup {
    trials = List.copyOf(trials);
  }
}
