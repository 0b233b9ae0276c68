package org.bigsweep.driver.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.report.FigureFeed;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.RerunLine;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Table;

/** A conversion of a trial's story into a value for JSON. */
final class TrialView {
  private TrialView() {}

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
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("trial_id", id);
    view.put("rule", story.trial().get("rule"));
    view.put("colours", FigureFeed.colours(String.valueOf(story.trial().get("rule"))));
    view.put("state", story.trial().get("state"));
    view.put("result", result);
    view.put("parameters", story.parameters());
    view.put("provenance", provenance);
    view.put("epochs", table(story.epochs()));
    view.put("layers", table(story.layers()));
    view.put("attempts", table(story.attempts()));
    view.put("decisions", table(story.decisions().without("configuration")));
    view.put("sweeps", folder.sweepsOf(id));
    view.put("rerun", rerun(story).orElse(""));
    return view;
  }

  private static Map<String, Object> table(AnswerTable table) {
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
