package org.bigsweep.driver.serve;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.bigsweep.driver.store.RerunLine;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.FolderActivity;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/** A conversion of a trial's story into a value for JSON. */
final class TrialJson {
  private TrialJson() {}

  /**
   * The trial with this id.
   *
   * @throws org.bigsweep.util.UserException if there is none, or its files cannot be read
   */
  static Map<String, Object> of(FollowedFolder folder, String id) {
    TrialStory story = folder.story(id);
    Map<String, Object> provenance = new LinkedHashMap<>(story.trial());
    provenance.keySet().retainAll(Table.TRIALS.provenanceColumns());
    Map<String, Object> result = new LinkedHashMap<>(story.trial());
    result.keySet().removeAll(Table.TRIALS.provenanceColumns());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("trial_id", id);
    shown.put("rule", String.valueOf(story.trial().getOrDefault("rule", "")));
    shown.put("state", story.trial().get("state"));
    shown.put("waiting", waiting(story, folder.snapshot().activity()));
    shown.put("result", result);
    shown.put("parameters", story.parameters());
    shown.put("provenance", provenance);
    shown.put("epochs", table(story.epochs()));
    shown.put("layers", table(story.layers()));
    shown.put("attempts", table(story.attempts()));
    shown.put("decisions", table(story.decisions().without("configuration")));
    shown.put("sweeps", folder.sweepsOf(story));
    shown.put("rerun", rerun(story).orElse(""));
    return shown;
  }

  /** What a paused trial waits for, in sentences; empty for a trial that has ended. */
  private static String waiting(TrialStory story, FolderActivity activity) {
    if (!TrialState.PAUSED.name().equals(story.trial().get("state"))) {
      return "";
    }
    Optional<Row> last =
        story.decisions().rows().stream().max(Comparator.comparing(d -> d.whole("epoch")));
    int epoch =
        Stream.concat(story.epochs().rows().stream(), last.stream())
            .mapToInt(row -> row.whole("epoch"))
            .max()
            .orElse(0);
    String outcome =
        last.filter(decided -> decided.whole("epoch") >= epoch)
            .map(
                decided ->
                    "%s on rung %d by the schedule of %s. "
                        .formatted(
                            decided.text("outcome").toLowerCase(Locale.ROOT),
                            decided.whole("rung"),
                            decided.text("sweep")))
            .orElse("not yet decided on: it waits for the other trials of its rung. ");
    return "It stands after epoch "
        + epoch
        + Optional.ofNullable(story.parameters().get("epochs")).map(all -> " of " + all).orElse("")
        + ", "
        + outcome
        + (activity.checkpoints().contains(story.id())
            ? "Its state is kept, and a run that trains it further goes on from there."
            : "Its state is not kept; a run that trains it further begins anew, to the same bits.");
  }

  static Map<String, Object> table(AnswerTable table) {
    List<List<Object>> rows = table.values();
    return Map.of("columns", table.columns(), "rows", rows);
  }

  /** Empty for a trial of a rule that this build does not know. */
  private static Optional<String> rerun(TrialStory story) {
    try {
      return Optional.of(RerunLine.of(new TrialSpec(story.parameters())));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
