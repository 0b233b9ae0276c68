package org.bigsweep.driver.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.TrialState;

/**
 * Results of every trial of a sweep at every epoch, recorded once. Searches are simulated on it:
 * instead of training a trial, they look it up.
 *
 * <p>As a file it is a text with one line for each trial and epoch, separated by tabs: index of the
 * trial in the sweep's space, epoch, {@code DONE}, {@code PAUSED}, {@code DIVERGED} or {@code
 * FAILED}, whether it counts as collapsed, and validation accuracy.
 */
final class RecordedTable implements World.Behaviour {
  private final Sweep sweep;
  private final Map<Long, NavigableMap<Integer, Measurement>> trials = new HashMap<>();

  private RecordedTable(Sweep sweep) {
    this.sweep = sweep;
  }

  /** What a behaviour shows for all trials of a sweep. */
  static RecordedTable record(Sweep sweep, World.Behaviour behaviour, int horizon) {
    RecordedTable table = new RecordedTable(sweep);
    for (long index = 0; index < sweep.space().size(); index++) {
      TrialSpec trial = sweep.space().get(index);
      for (int epoch = 1; epoch <= horizon; epoch++) {
        table.put(index, behaviour.at(trial, trial.id(World.MNIST.sha256()), epoch));
      }
    }
    return table;
  }

  static RecordedTable read(Sweep sweep, Path file) throws IOException {
    RecordedTable table = new RecordedTable(sweep);
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(line -> Arrays.asList(line.split("\t")))
          .forEach(
              f ->
                  table.put(
                      Long.parseLong(f.get(0)),
                      new Measurement(
                          "",
                          Integer.parseInt(f.get(1)),
                          TrialState.valueOf(f.get(2)),
                          Boolean.parseBoolean(f.get(3)),
                          Double.parseDouble(f.get(4)))));
    }
    return table;
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(trials)
        .forEach(
            (index, epochs) ->
                epochs.forEach(
                    (epoch, m) ->
                        lines.add(
                            index
                                + "\t"
                                + epoch
                                + "\t"
                                + m.state()
                                + "\t"
                                + m.collapsed()
                                + "\t"
                                + m.accuracy())));
    Files.write(file, lines);
  }

  private void put(long index, Measurement measurement) {
    trials.computeIfAbsent(index, i -> new TreeMap<>()).put(measurement.epoch(), measurement);
  }

  @Override
  public Measurement at(TrialSpec trial, String id, int epoch) {
    long index = sweep.space().indexOf(trial).orElseThrow();
    Measurement recorded = trials.get(index).floorEntry(epoch).getValue();
    return new Measurement(id, epoch, recorded.state(), recorded.collapsed(), recorded.accuracy());
  }
}
