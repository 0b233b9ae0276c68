package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * Stretches that can start at once, as groups: the longest first, each group a share of what is
 * left, so that cores finish together; never above 60 s and never so small that short trials make
 * many files.
 */
final class Batch {
  private static final double MOST_SECONDS = 60;
  private static final double LEAST_SECONDS = 2;
  private static final int SHARES_PER_CORE = 2;

  private Batch() {}

  /**
   * @param stretches all until the same epoch
   */
  static List<TrialGroup> groups(List<Stretch> stretches, int cores) {
    List<Stretch> rest =
        stretches.stream()
            .sorted(
                Comparator.comparingDouble(Stretch::seconds)
                    .reversed()
                    .thenComparing(Stretch::trialId))
            .toList();
    double left = rest.stream().mapToDouble(Stretch::seconds).sum();
    double least = Math.min(LEAST_SECONDS, left / (SHARES_PER_CORE * cores));
    List<TrialGroup> groups = new ArrayList<>();
    int position = 0;
    while (position < rest.size()) {
      double share = Math.min(MOST_SECONDS, Math.max(least, left / (SHARES_PER_CORE * cores)));
      int untilEpoch = rest.get(position).untilEpoch();
      List<TrialSpec> trials = new ArrayList<>();
      double seconds = 0;
      do {
        trials.add(rest.get(position).trial());
        seconds += rest.get(position).seconds();
        position++;
      } while (position < rest.size()
          && rest.get(position).untilEpoch() == untilEpoch
          && seconds + rest.get(position).seconds() <= share * (1 + 1e-9));
      groups.add(new TrialGroup(trials, untilEpoch, seconds));
      left = Math.max(0, left - seconds);
    }
    return groups;
  }
}
