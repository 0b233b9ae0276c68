package org.bigsweep.driver.plan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * Groups of trials, the longest trials first. A group is filled up to a share of the work that is
 * left, so that groups shrink towards the end and cores finish together; the share is never above
 * 60 s, and never so small that short trials make many files.
 */
final class GroupIterator implements Iterator<TrialGroup> {
  static final double MOST_SECONDS = 60;
  private static final double LEAST_SECONDS = 2;
  private static final int SHARES_PER_CORE = 4;
  static final int MOST_TRIALS = 10_000;

  private final Iterator<CostClass> classes;
  private final Finished finished;
  private final int cores;

  /** Below this, dividing further would only make files. */
  private final double least;

  private double left;
  private CostClass current;
  private long position;

  /** The next trial to do, found ahead; -1 at the end. */
  private long next;

  /**
   * @param classes by falling cost
   * @param seconds predicted time of everything still to do on one core
   */
  GroupIterator(Iterator<CostClass> classes, Finished finished, double seconds, int cores) {
    this.classes = classes;
    this.finished = finished;
    this.cores = cores;
    this.left = seconds;
    this.least = Math.min(LEAST_SECONDS, seconds / (SHARES_PER_CORE * cores));
    advance();
  }

  @Override
  public boolean hasNext() {
    return next >= 0;
  }

  @Override
  public TrialGroup next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    double share = Math.min(MOST_SECONDS, Math.max(least, left / (SHARES_PER_CORE * cores)));
    List<TrialSpec> trials = new ArrayList<>();
    double seconds = 0;
    do {
      trials.add(current.points().get(next));
      seconds += current.seconds();
      position++;
      advance();
    } while (hasNext()
        && trials.size() < MOST_TRIALS
        && seconds + current.seconds() <= share * (1 + 1e-9));
    left = Math.max(0, left - seconds);
    return new TrialGroup(trials, seconds);
  }

  private void advance() {
    while (true) {
      while (current == null || position >= current.points().size()) {
        if (!classes.hasNext()) {
          next = -1;
          return;
        }
        current = classes.next();
        position = 0;
      }
      if (!finished.contains(current.points().index(position))) {
        next = position;
        return;
      }
      position++;
    }
  }
}
