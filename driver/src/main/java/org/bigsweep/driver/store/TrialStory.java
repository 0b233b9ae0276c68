package org.bigsweep.driver.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.Path;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Decision;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;

/**
 * All that is known of one trial.
 *
 * @param trial its row, absent values and {@code parameters} left out
 * @param parameters its active parameters, in canonical spelling
 * @param epochs its epochs, in order
 * @param layers its layers' diagnostics after its last epoch, in order
 * @param attempts its starts, in order
 * @param decisions what schedules of sweeps decided on it, rung by rung
 */
public record TrialStory(
    String id,
    Map<String, Object> trial,
    Map<String, String> parameters,
    StoredRows epochs,
    StoredRows layers,
    StoredRows attempts,
    StoredRows decisions) {

  /**
   * The story of the trial whose id begins with {@code prefix}.
   *
   * @param prefix the trial's id or its first digits
   * @throws UnknownTrialException if no trial, or more than one, begins with {@code prefix}
   */
  public static TrialStory of(ResultsFolder folder, String prefix) {
    ResultsReader reader = new ResultsReader(folder);
    List<Trial> found;
    try (Stream<Trial> trials = reader.read(Table.TRIALS)) {
      found = trials.filter(t -> t.getTrialId().startsWith(prefix)).limit(2).toList();
    }
    if (found.size() != 1) {
      throw new UnknownTrialException(folder, prefix, found.isEmpty());
    }
    Trial trial = found.get(0);
    String id = trial.getTrialId();
    List<Epoch> epochs =
        rows(reader, Table.EPOCHS, e -> e.getTrialId().equals(id)).stream()
            .sorted(Comparator.comparing(Epoch::getEpoch))
            .toList();
    int last = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).getEpoch();
    List<Layer> layers =
        rows(reader, Table.LAYERS, l -> l.getTrialId().equals(id) && l.getEpoch() == last).stream()
            .sorted(Comparator.comparing(Layer::getLayer))
            .toList();
    List<Attempt> attempts =
        rows(reader, Table.ATTEMPTS, a -> a.getTrialId().equals(id)).stream()
            .sorted(Comparator.comparing(Attempt::getStarted))
            .toList();
    List<Decision> decisions =
        rows(reader, Table.DECISIONS, d -> d.getTrialId().equals(id)).stream()
            .sorted(Comparator.comparing(Decision::getSweep).thenComparing(Decision::getRung))
            .toList();
    Map<String, Object> fields = fields(trial);
    fields.remove("parameters");
    return new TrialStory(
        id,
        fields,
        new TreeMap<>(trial.getParameters()),
        table(Table.EPOCHS, epochs),
        table(Table.LAYERS, layers),
        table(Table.ATTEMPTS, attempts),
        table(Table.DECISIONS, decisions));
  }

  /**
   * The kept parameters as {@code .npz} bytes.
   *
   * @throws UnknownTrialException if the trial kept none
   */
  public byte[] weights(ResultsFolder folder) {
    if (!trial.containsKey("weights")) {
      throw new UnknownTrialException(
          "Cannot evaluate trial " + id + ": it kept no parameters (keepWeights in its sweep)");
    }
    Path file = folder.weights(id);
    try (InputStream in = file.getFileSystem(StorageSettings.configuration()).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnknownTrialException("Cannot read " + file + ": " + e.getMessage());
    }
  }

  private static Map<String, Object> fields(IndexedRecord row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : row.getSchema().getFields()) {
      Optional.ofNullable(row.get(field.pos())).ifPresent(v -> fields.put(field.name(), v));
    }
    return fields;
  }

  private static <R extends SpecificRecord> List<R> rows(
      ResultsReader reader, Table<R> table, Predicate<R> wanted) {
    try (Stream<R> rows = reader.read(table)) {
      return rows.filter(wanted).toList();
    }
  }

  private static StoredRows table(Table<?> table, List<? extends IndexedRecord> rows) {
    List<String> columns = new ArrayList<>(table.columns());
    columns.remove("trial_id");
    List<List<Object>> values =
        rows.stream()
            .map(TrialStory::fields)
            .map(
                fields ->
                    columns.stream().map(c -> fields.getOrDefault(c, Optional.empty())).toList())
            .toList();
    return new StoredRows(columns, values);
  }
}
