package org.bigsweep.driver.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.TrialState;
import org.bigsweep.util.UserException;

/**
 * Results of every trial of a sweep at every epoch, recorded once. Searches are simulated on it:
 * instead of training a trial, they look it up.
 *
 * <p>As a file it is CSV, plain or gzipped, with the columns of {@link #HEADER}: one line for each
 * trial and epoch that it finished, or a line of epoch 0 if it finished none. {@code state} is that
 * of the whole trial. {@code driver/BENCHMARKS.md} has the query that writes it from a results
 * folder.
 */
final class RecordedTable implements World.Behaviour {
  static final String HEADER =
      "configuration,seed,epoch,state,collapsed,validation_accuracy,seconds";

  private static final int FIELDS = HEADER.split(",").length;

  /** What a trial showed at the end of an epoch, and how long the epoch took. */
  private record Shown(boolean collapsed, double accuracy, double seconds) {}

  /** A trial's state in the end, and its epochs. */
  private record Recorded(TrialState state, NavigableMap<Integer, Shown> epochs) {}

  private final Map<String, Recorded> trials = new TreeMap<>();

  /** The same by trial id, as far as asked for. */
  private final Map<String, Recorded> byId = new ConcurrentHashMap<>();

  private RecordedTable() {}

  /** What a behaviour shows for all trials of a sweep; every epoch takes a second. */
  static RecordedTable record(Sweep sweep, World.Behaviour behaviour, int horizon) {
    RecordedTable table = new RecordedTable();
    for (long index = 0; index < sweep.space().size(); index++) {
      TrialSpec trial = sweep.space().get(index);
      String id = trial.id(World.MNIST.sha256());
      NavigableMap<Integer, Shown> epochs = new TreeMap<>();
      TrialState state = TrialState.PAUSED;
      for (int epoch = 1; epoch <= horizon && state == TrialState.PAUSED; epoch++) {
        Measurement shown = behaviour.at(trial, id, epoch);
        state = shown.state();
        if (!shown.lost()) {
          epochs.put(epoch, new Shown(shown.collapsed(), shown.accuracy(), 1));
        }
      }
      table.trials.put(key(trial), new Recorded(state, epochs));
    }
    return table;
  }

  /**
   * Reads a table.
   *
   * @throws UserException if the file is no such table
   */
  static RecordedTable read(Path file) throws IOException {
    RecordedTable table = new RecordedTable();
    try (InputStream bytes = Files.newInputStream(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                    StandardCharsets.UTF_8))) {
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (number == 1 ? !line.equals(HEADER) : !table.add(line.split(",", -1))) {
          throw new UserException(
              "Invalid table: line " + number + " of " + file + " (must be " + HEADER + ")");
        }
        number++;
      }
    }
    return table;
  }

  private boolean add(String[] fields) {
    if (fields.length != FIELDS) {
      return false;
    }
    try {
      int epoch = Integer.parseInt(fields[2]);
      NavigableMap<Integer, Shown> epochs =
          trials
              .computeIfAbsent(
                  fields[0] + " seed=" + fields[1],
                  key -> new Recorded(TrialState.valueOf(fields[3]), new TreeMap<>()))
              .epochs();
      if (epoch > 0) {
        epochs.put(
            epoch,
            new Shown(
                Boolean.parseBoolean(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6])));
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    trials.forEach(
        (key, trial) -> {
          String start = key.replaceAll(" seed=(\\d+)$", ",$1,");
          if (trial.epochs().isEmpty()) {
            lines.add(start + "0," + trial.state() + ",false,,0.0");
          }
          trial
              .epochs()
              .forEach(
                  (epoch, shown) ->
                      lines.add(
                          start
                              + String.join(
                                  ",",
                                  String.valueOf(epoch),
                                  trial.state().name(),
                                  String.valueOf(shown.collapsed()),
                                  String.valueOf(shown.accuracy()),
                                  String.valueOf(shown.seconds()))));
        });
    Files.write(file, lines);
  }

  private static String key(TrialSpec trial) {
    return Ranking.spelling(trial.values()) + " seed=" + trial.get(TrialParameters.SEED);
  }

  private Recorded recorded(TrialSpec trial, String id) {
    return byId.computeIfAbsent(id, i -> recorded(trial));
  }

  private Recorded recorded(TrialSpec trial) {
    Recorded recorded = trials.get(key(trial));
    if (recorded == null) {
      throw new UserException("Invalid table: it lacks " + key(trial) + " of the sweep");
    }
    return recorded;
  }

  @Override
  public Measurement at(TrialSpec trial, String id, int epoch) {
    Recorded recorded = recorded(trial, id);
    int last = recorded.epochs().isEmpty() ? 0 : recorded.epochs().lastKey();
    if (epoch > last && recorded.state() != TrialState.DONE) {
      return new Measurement(id, epoch, recorded.state(), false, Double.NaN);
    }
    Shown shown = recorded.epochs().floorEntry(epoch).getValue();
    return new Measurement(
        id,
        epoch,
        epoch < last ? TrialState.PAUSED : recorded.state(),
        shown.collapsed(),
        shown.accuracy());
  }

  /** The time that a trial's epochs took, from after {@code from} to {@code until}. */
  double seconds(TrialSpec trial, String id, int from, int until) {
    return recorded(trial, id).epochs().subMap(from, false, until, true).values().stream()
        .mapToDouble(Shown::seconds)
        .sum();
  }
}
