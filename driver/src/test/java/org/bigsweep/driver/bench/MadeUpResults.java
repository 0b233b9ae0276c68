package org.bigsweep.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.Layer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Trial;

/** A results folder that nobody trained, in few and large groups, as after compaction. */
public final class MadeUpResults {
  private MadeUpResults() {}

  /**
   * Writes the first {@code trials} of a space, on all cores.
   *
   * @param groupSize trials to a group
   * @return rows of {@code layers}
   */
  public static long write(ResultsFolder folder, SearchSpace space, long trials, int groupSize) {
    ResultsWriter writer = new ResultsWriter(folder);
    AtomicLong rows = new AtomicLong();
    LongStream.iterate(0, start -> start < trials, start -> start + groupSize)
        .boxed()
        .toList()
        .parallelStream()
        .forEach(
            start -> {
              GroupRows group = group(space, start, Math.min(trials, start + groupSize));
              rows.addAndGet(group.layers().size());
              writer.publish(group);
            });
    return rows.get();
  }

  /** Writes the trials {@code from … to − 1} of a space as one group. */
  public static void publish(ResultsFolder folder, SearchSpace space, long from, long to) {
    new ResultsWriter(folder).publish(group(space, from, to));
  }

  private static GroupRows group(SearchSpace space, long from, long to) {
    List<Trial> trials = new ArrayList<>();
    List<Epoch> epochs = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (long index = from; index < to; index++) {
      MadeUpTrial made = new MadeUpTrial(space.get(index));
      List<Epoch> own = made.epochs();
      trials.add(made.trial(own));
      epochs.addAll(own);
      layers.addAll(made.layers(own.size()));
      attempts.add(made.attempt());
    }
    return new GroupRows(trials, epochs, layers, attempts, Map.of());
  }
}
