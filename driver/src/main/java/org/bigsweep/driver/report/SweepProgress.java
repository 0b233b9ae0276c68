package org.bigsweep.driver.report;

import java.util.List;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.stats.Counting;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.engine.trial.TrialSpec;

/** What became of the trials that a kept sweep wants. */
record SweepProgress(KeptSweep kept, Tally tally) {
  /** A trial of the folder, as far as sweeps care. */
  record Found(String id, TrialSpec spec, String datasetSha256, String state, boolean collapsed) {}

  static SweepProgress of(KeptSweep kept, List<Found> trials) {
    SearchSpace space = kept.sweep().space();
    int done = 0;
    int collapsed = 0;
    int diverged = 0;
    int failed = 0;
    for (Found trial : trials) {
      if (!wants(kept, trial)) {
        continue;
      }
      switch (trial.state()) {
        case "DONE" -> {
          done++;
          collapsed += trial.collapsed() ? 1 : 0;
        }
        case "DIVERGED" -> diverged++;
        default -> failed++;
      }
    }
    int planned = Math.toIntExact(Math.min(space.size(), Integer.MAX_VALUE));
    return new SweepProgress(
        kept, new Tally(planned, done, collapsed, diverged, failed, Counting.LEFT_OUT));
  }

  /** Whether the sweep wants this trial, with today's arithmetic. */
  static boolean wants(KeptSweep kept, Found trial) {
    return kept.sweep().space().indexOf(trial.spec()).isPresent()
        && trial.spec().id(trial.datasetSha256()).equals(trial.id());
  }
}
