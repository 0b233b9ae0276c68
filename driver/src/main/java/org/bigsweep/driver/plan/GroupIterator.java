package org.bigsweep.driver.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * An iterator that forms the groups of a run, the longest trials first. It fills a group up to a
 * share of the work that is left, so that groups shrink towards the end and cores finish together.
 * The share is never above 60 s, and never so small that short trials make many files. All trials
 * of a group are trained until the same epoch.
 */
public final class GroupIterator implements Iterator<TrialGroup> {
  static final double MOST_SECONDS = 60;
  static final int MOST_TRIALS = 10_000;
  private static final double LEAST_SECONDS = 2;
  private static final int SHARES_PER_CORE = 4;

  private final Iterator<TrialSegment> segments;
  private final int cores;

  /** The least predicted work of a group. Smaller groups would only make more files. */
  private final double least;

  private double left;

  /** The next segment, read ahead; null at the end. */
  private TrialSegment next;

  /**
   * @param segments by falling cost
   * @param seconds predicted time of all of them on one core
   */
  GroupIterator(Iterator<TrialSegment> segments, double seconds, int cores) {
    this.segments = segments;
    this.cores = cores;
    this.left = seconds;
    this.least = Math.min(LEAST_SECONDS, seconds / (SHARES_PER_CORE * cores));
    advance();
  }

  /** The groups of segments in any order; equally long ones stay in theirs. */
  public static Iterator<TrialGroup> of(List<TrialSegment> segments, int cores) {
    return new GroupIterator(
        segments.stream()
            .sorted(Comparator.comparingDouble(TrialSegment::seconds).reversed())
            .iterator(),
        segments.stream().mapToDouble(TrialSegment::seconds).sum(),
        cores);
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TrialGroup next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    double share = Math.min(MOST_SECONDS, Math.max(least, left / (SHARES_PER_CORE * cores)));
    int untilEpoch = next.untilEpoch();
    List<TrialSpec> trials = new ArrayList<>();
    double seconds = 0;
    do {
      trials.add(next.trial());
      seconds += next.seconds();
      advance();
    } while (hasNext()
        && next.untilEpoch() == untilEpoch
        && trials.size() < MOST_TRIALS
        && seconds + next.seconds() <= share * (1 + 1e-9));
    left = Math.max(0, left - seconds);
    return new TrialGroup(trials, untilEpoch, seconds);
  }

  private void advance() {
    next = segments.hasNext() ? segments.next() : null;
  }
}
