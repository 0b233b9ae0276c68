package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.RerunLine;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.trial.Evaluation;
import org.bigsweep.results.Table;

/**
 * The page of {@code show}: everything about one trial, as text or JSON.
 *
 * @param again a new evaluation of its kept parameters
 * @param sweeps names of the kept sweep files that want it
 */
record TrialPage(TrialStory story, Optional<Evaluation> again, List<String> sweeps) {
  private static final int MOST_EPOCHS = 20;
  private static final String FIRST_RESULT = "state";

  void print(PrintWriter out) {
    out.printf(
        "trial %s: %s, %s%n", story.id(), story.trial().get("rule"), story.trial().get("state"));
    section("parameters", story.parameters(), out);
    section("result", result(), out);
    section("provenance", provenance(), out);
    for (String measure : List.of("train_loss", "validation_accuracy", "test_accuracy")) {
      List<Double> numbers =
          story.epochs().rows().stream().flatMap(row -> row.number(measure).stream()).toList();
      if (!numbers.isEmpty()) {
        out.printf(
            "%s%-19s  %s%n",
            measure.equals("train_loss") ? System.lineSeparator() : "",
            measure,
            Sparkline.of(numbers));
      }
    }
    table("epochs", story.epochs().thinned(MOST_EPOCHS), out);
    table("layers after the last epoch", story.layers().without("epoch").transposed(), out);
    table("attempts", story.attempts(), out);
    table("decisions", story.decisions().without("configuration"), out);
    out.println();
    out.println(
        "wanted by: "
            + (sweeps.isEmpty() ? "no sweep that was run here" : String.join(", ", sweeps)));
    out.println("alone again: " + rerun());
  }

  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>(story.trial());
    all.put("parameters", story.parameters());
    all.put("epoch_rows", OutputFormat.objects(story.epochs()));
    all.put("layer_rows", OutputFormat.objects(story.layers()));
    all.put("attempts", OutputFormat.objects(story.attempts()));
    all.put("decisions", OutputFormat.objects(story.decisions()));
    all.put("sweeps", sweeps);
    all.put("rerun", rerun());
    again.ifPresent(
        e -> all.put("evaluated", Map.of("test_loss", e.loss(), "test_accuracy", e.accuracy())));
    return all;
  }

  private String rerun() {
    return RerunLine.of(new TrialSpec(story.parameters()));
  }

  private Map<String, Object> result() {
    Map<String, Object> result = new LinkedHashMap<>();
    boolean begun = false;
    for (var field : story.trial().entrySet()) {
      begun |= field.getKey().equals(FIRST_RESULT);
      if (begun && !provenanceColumns().contains(field.getKey())) {
        result.put(field.getKey(), field.getValue());
      }
    }
    again.ifPresent(
        e -> {
          result.put("evaluated test_loss", e.loss());
          result.put("evaluated test_accuracy", e.accuracy());
        });
    return result;
  }

  private Map<String, Object> provenance() {
    Map<String, Object> provenance = new LinkedHashMap<>(story.trial());
    provenance.keySet().retainAll(provenanceColumns());
    return provenance;
  }

  private static Set<String> provenanceColumns() {
    return Table.TRIALS.provenanceColumns();
  }

  private static void section(String title, Map<String, ?> fields, PrintWriter out) {
    out.println();
    out.println(title);
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach(
        (name, value) ->
            out.println("  " + name + " ".repeat(width - name.length()) + "  " + value));
  }

  private static void table(String title, AnswerTable table, PrintWriter out) {
    if (table.rows().isEmpty()) {
      return;
    }
    out.println();
    out.println(title);
    OutputFormat.TEXT.print(table, out);
  }
}
