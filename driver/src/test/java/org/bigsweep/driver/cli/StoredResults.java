package org.bigsweep.driver.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bigsweep.results.Extraction;
import org.bigsweep.results.GroupRows;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.ResultsWriter;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;

/** Results as no run would leave them. */
final class StoredResults {
  private StoredResults() {}

  /** The chosen trials of a folder in another. */
  static Path part(Path from, Path into, Predicate<Trial> chosen) {
    new Extraction(CommandScenarios.folder(from), CommandScenarios.folder(into))
        .trials(chosen, true);
    return into;
  }

  static List<Trial> trials(Path results, Predicate<Trial> chosen) {
    try (Stream<Trial> rows = CommandScenarios.reader(results).read(Table.TRIALS)) {
      return rows.filter(chosen).toList();
    }
  }

  /** Publishes trials, changed, as a group without further rows. */
  static void add(Path results, List<Trial> trials, Consumer<Trial> change) {
    List<Trial> changed = trials.stream().map(row -> Trial.newBuilder(row).build()).toList();
    changed.forEach(change);
    new ResultsWriter(CommandScenarios.folder(results))
        .publish(new GroupRows(changed, List.of(), List.of(), List.of(), Map.of()));
  }

  /** A copy of a folder in which trials have changed rows and all their epochs and layers. */
  static Path changed(Path from, Path into, Consumer<Trial> change) {
    ResultsReader reader = CommandScenarios.reader(from);
    List<Trial> trials = trials(from, row -> true);
    trials.forEach(change);
    Set<String> ids = new HashSet<>();
    trials.forEach(row -> ids.add(row.getTrialId()));
    try (Stream<org.bigsweep.results.Epoch> epochs = reader.read(Table.EPOCHS);
        Stream<org.bigsweep.results.Layer> layers = reader.read(Table.LAYERS)) {
      new ResultsWriter(CommandScenarios.folder(into))
          .publish(
              new GroupRows(
                  trials,
                  epochs.filter(row -> ids.contains(row.getTrialId())).toList(),
                  layers.filter(row -> ids.contains(row.getTrialId())).toList(),
                  List.of(),
                  Map.of()));
    }
    return into;
  }
}
