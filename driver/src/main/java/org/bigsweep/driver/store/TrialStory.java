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
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.hadoop.fs.Path;
import org.bigsweep.results.Epoch;
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
 */
public record TrialStory(
    String id, Map<String, Object> trial, Map<String, String> parameters, Rows epochs) {

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
    List<Epoch> epochs;
    try (Stream<Epoch> rows = reader.read(Table.EPOCHS)) {
      epochs =
          rows.filter(e -> e.getTrialId().equals(trial.getTrialId()))
              .sorted(Comparator.comparing(Epoch::getEpoch))
              .toList();
    }
    Map<String, Object> fields = fields(trial);
    fields.remove("parameters");
    return new TrialStory(
        trial.getTrialId(), fields, new TreeMap<>(trial.getParameters()), rows(epochs));
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

  private static Rows rows(List<Epoch> epochs) {
    List<String> columns = new ArrayList<>(Table.EPOCHS.columns());
    columns.remove("trial_id");
    return Rows.of(
        columns,
        epochs.stream()
            .map(
                e -> {
                  Map<String, Object> fields = fields(e);
                  return columns.stream()
                      .map(c -> fields.getOrDefault(c, Optional.empty()))
                      .toList();
                })
            .toList());
  }
}
