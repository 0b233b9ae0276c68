package org.bigsweep.driver.store;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Decision;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.FollowedTrials;
import org.bigsweep.results.Layer;
import org.bigsweep.results.PausedEpoch;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.util.UserException;

/**
 * Everything that a results folder holds about one trial.
 *
 * @param trial its row without absent values and without {@code parameters}; for a paused trial,
 *     what a schedule's decision says of it
 * @param parameters its active parameters, in canonical spelling
 * @param epochs its epochs, in order; for a paused trial, without diagnostics
 * @param layers its layers' diagnostics after its last epoch, in order; of a trial that is
 *     followed, after every epoch
 * @param attempts its starts, in order
 * @param decisions what schedules of sweeps decided on it, rung by rung
 */
public record TrialStory(
    String id,
    Map<String, Object> trial,
    Map<String, String> parameters,
    AnswerTable epochs,
    AnswerTable layers,
    AnswerTable attempts,
    AnswerTable decisions) {

  /**
   * The story of the trial whose id begins with {@code prefix}: one that is finished, or that a
   * schedule paused and decided on.
   *
   * @param prefix the trial's id or its first digits
   * @throws UserException if no trial, or more than one, begins with {@code prefix}
   */
  public static TrialStory of(ResultsFolder folder, String prefix) {
    ResultsReader reader = new ResultsReader(folder);
    List<Trial> finished =
        rows(reader, Table.TRIALS, trial -> trial.getTrialId().startsWith(prefix));
    List<Decision> decisions = decisions(reader, id -> id.startsWith(prefix));
    Set<String> ids = new HashSet<>();
    finished.forEach(trial -> ids.add(trial.getTrialId()));
    decisions.forEach(decision -> ids.add(decision.getTrialId()));
    if (ids.size() != 1) {
      throw new UserException(
          "Invalid trial: "
              + prefix
              + (ids.isEmpty()
                  ? " (must be the id of a trial in " + folder + ")"
                  : " (must be the beginning of one id only; several begin so)"));
    }
    return finished.isEmpty()
        ? paused(reader, ids.iterator().next(), decisions)
        : finished(reader, finished.get(0), decisions);
  }

  private static List<Decision> decisions(ResultsReader reader, Predicate<String> ids) {
    return rows(reader, Table.DECISIONS, decision -> ids.test(decision.getTrialId())).stream()
        .sorted(Comparator.comparing(Decision::getSweep).thenComparing(Decision::getRung))
        .toList();
  }

  private static TrialStory finished(ResultsReader reader, Trial trial, List<Decision> decisions) {
    String id = trial.getTrialId();
    List<Epoch> epochs = rows(reader, Table.EPOCHS, e -> e.getTrialId().equals(id));
    int last = epochs.stream().mapToInt(Epoch::getEpoch).max().orElse(0);
    List<Layer> layers =
        rows(reader, Table.LAYERS, l -> l.getTrialId().equals(id) && l.getEpoch() == last);
    return finished(reader, trial, epochs, layers, decisions);
  }

  /**
   * @param epochs the trial's, in any order
   * @param layers those to tell of, in any order
   */
  private static TrialStory finished(
      ResultsReader reader,
      Trial trial,
      List<Epoch> epochs,
      List<Layer> layers,
      List<Decision> decisions) {
    Map<String, Object> fields = fields(trial);
    fields.remove("parameters");
    return new TrialStory(
        trial.getTrialId(),
        fields,
        new TreeMap<>(trial.getParameters()),
        table(Table.EPOCHS, epochs.stream().sorted(Comparator.comparing(Epoch::getEpoch)).toList()),
        table(
            Table.LAYERS,
            layers.stream()
                .sorted(Comparator.comparing(Layer::getEpoch).thenComparing(Layer::getLayer))
                .toList()),
        attempts(reader, trial.getTrialId()),
        table(Table.DECISIONS, decisions));
  }

  /**
   * The story of a trial without a row in {@code trials}. The last decision says what became of it.
   * Until its rung is decided, a folder holds no more than its epochs.
   */
  private static TrialStory paused(ResultsReader reader, String id, List<Decision> decisions) {
    List<PausedEpoch> epochs =
        rows(reader, Table.PAUSED, e -> e.getTrialId().equals(id)).stream()
            .sorted(Comparator.comparing(PausedEpoch::getEpoch))
            .toList();
    Map<String, String> parameters = new TreeMap<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("trial_id", id);
    Optional<Decision> decided = decisions.stream().max(Comparator.comparing(Decision::getEpoch));
    decided.ifPresent(
        last -> {
          parameters.putAll(parameters(last.getConfiguration()));
          parameters.put("seed", Long.toString(last.getSeed()));
          fields.put("rule", last.getRule());
          fields.put("depth", last.getDepth());
          fields.put("seed", last.getSeed());
        });
    fields.put("state", TrialState.PAUSED.name());
    decided.ifPresent(
        last ->
            fields.put(
                "reason",
                "%s by %s at epoch %d"
                    .formatted(
                        last.getOutcome().toLowerCase(Locale.ROOT),
                        last.getSweep(),
                        last.getEpoch())));
    return new TrialStory(
        id,
        fields,
        parameters,
        table(Table.PAUSED, epochs),
        table(Table.LAYERS, List.of()),
        attempts(reader, id),
        table(Table.DECISIONS, decisions));
  }

  /**
   * The story of a trial that is followed, its layers after every epoch, in order; or of one that a
   * schedule paused.
   *
   * @throws UserException if the folder has no such trial
   */
  public static TrialStory of(FollowedTrials trials, ResultsFolder folder, String id) {
    ResultsReader reader = new ResultsReader(folder);
    List<Decision> decisions = decisions(reader, id::equals);
    Optional<Trial> finished = trials.trial(id);
    if (finished.isEmpty()) {
      TrialStory paused = paused(reader, id, decisions);
      if (decisions.isEmpty() && paused.epochs().rows().isEmpty()) {
        throw UserException.invalid("trial", id, "the id of a trial in " + folder);
      }
      return paused;
    }
    return finished(
        reader,
        finished.get(),
        trials.details(Table.EPOCHS, id),
        trials.details(Table.LAYERS, id),
        decisions);
  }

  /** Parses {@code name=value name=value}; a value may hold blanks. */
  private static Map<String, String> parameters(String configuration) {
    Map<String, String> parameters = new TreeMap<>();
    for (String setting : configuration.split(" (?=[A-Za-z0-9]+=)")) {
      String[] words = setting.split("=", 2);
      parameters.put(words[0], words[1]);
    }
    return parameters;
  }

  private static AnswerTable attempts(ResultsReader reader, String id) {
    return table(
        Table.ATTEMPTS,
        rows(reader, Table.ATTEMPTS, a -> a.getTrialId().equals(id)).stream()
            .sorted(Comparator.comparing(Attempt::getStarted))
            .toList());
  }

  /**
   * The kept parameters as {@code .npz} bytes.
   *
   * @throws UserException if the trial kept none
   */
  public byte[] weights(ResultsFolder folder) {
    if (!trial.containsKey("weights")) {
      throw new UserException(
          "Cannot evaluate trial " + id + ": it kept no parameters (keepWeights in its sweep)");
    }
    return folder
        .keptParameters(id)
        .orElseThrow(
            () -> new UserException("Cannot evaluate trial " + id + ": its parameters are gone"));
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

  private static AnswerTable table(Table<?> table, List<? extends IndexedRecord> rows) {
    AnswerTable.Builder<IndexedRecord> columns = AnswerTable.of(rows);
    table.columns().stream()
        .filter(name -> !name.equals("trial_id"))
        .forEach(
            name ->
                columns.column(
                    name,
                    row -> Optional.ofNullable(row.get(row.getSchema().getField(name).pos()))));
    return columns.build();
  }
}
