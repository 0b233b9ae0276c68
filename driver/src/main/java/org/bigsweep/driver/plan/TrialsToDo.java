package org.bigsweep.driver.plan;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;

/**
 * An iterator over the unfinished trials of cost classes, class by class, computed as they are
 * taken.
 */
final class TrialsToDo implements Iterator<TrialSegment> {
  private final Iterator<CostClass> classes;
  private final FinishedIndices finished;
  private Iterator<TrialSegment> current = Collections.emptyIterator();

  TrialsToDo(Iterator<CostClass> classes, FinishedIndices finished) {
    this.classes = classes;
    this.finished = finished;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && classes.hasNext()) {
      current = segments(classes.next());
    }
    return current.hasNext();
  }

  @Override
  public TrialSegment next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }

  private Iterator<TrialSegment> segments(CostClass trials) {
    return LongStream.range(0, trials.points().size())
        .filter(position -> !finished.contains(trials.points().index(position)))
        .mapToObj(trials.points()::get)
        .map(trial -> new TrialSegment(trial, TrialGroup.NO_PAUSE, trials.seconds()))
        .iterator();
  }
}
