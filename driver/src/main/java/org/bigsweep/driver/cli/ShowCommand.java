package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.trial.Evaluation;
import org.bigsweep.engine.trial.TrialEvaluator;
import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialSpec;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One trial. */
@Command(name = "show", description = "Shows one trial: settings, outcome, provenance, epochs.")
final class ShowCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "[RESULTS] TRIAL",
      description = "Results folder (default: ./results) and trial id, or its first digits.")
  private List<String> arguments;

  @Option(
      names = "--evaluate",
      description = "Evaluate the trial's kept parameters on the test images again.")
  private boolean evaluate;

  @Mixin private FormatOption format;

  @Override
  public void run() {
    ResultsFolder folder = ResultsOption.existing(ResultsOption.location(arguments));
    TrialStory story = TrialStory.of(folder, arguments.get(arguments.size() - 1));
    Optional<Evaluation> again =
        evaluate ? Optional.of(evaluation(folder, story)) : Optional.empty();
    if (format.json()) {
      spec.commandLine().getOut().println(RowsFormat.json(json(story, again)));
    } else {
      print(story, again, spec.commandLine().getOut());
    }
  }

  private Evaluation evaluation(ResultsFolder folder, TrialStory story) {
    TrialSpec trial = new TrialSpec(story.parameters());
    Dataset data =
        DatasetCatalog.standard()
            .load(
                trial.get(TrialParameters.DATASET),
                new FetchDisplay(spec.commandLine().getErr(), Terminal.columns().isPresent()));
    if (!data.sha256().equals(story.trial().get("dataset_sha256"))) {
      throw new UsageException(
          "Cannot evaluate trial " + story.id() + ": dataset " + data.name() + " has changed");
    }
    return TrialEvaluator.evaluate(trial, data, story.weights(folder));
  }

  private static void print(TrialStory story, Optional<Evaluation> again, PrintWriter out) {
    int width = story.trial().keySet().stream().mapToInt(String::length).max().orElse(0);
    story.trial().forEach((name, value) -> line(name, value, width, out));
    again.ifPresent(
        e -> {
          line("evaluated test_loss", e.loss(), width, out);
          line("evaluated test_accuracy", e.accuracy(), width, out);
        });
    out.println();
    RowsFormat.TEXT.print(story.epochs(), out);
  }

  private static void line(String name, Object value, int width, PrintWriter out) {
    out.println(name + " ".repeat(Math.max(0, width - name.length())) + "  " + value);
  }

  private static Map<String, Object> json(TrialStory story, Optional<Evaluation> again) {
    Map<String, Object> all = new LinkedHashMap<>(story.trial());
    all.put("parameters", story.parameters());
    all.put("epoch_rows", RowsFormat.objects(story.epochs()));
    again.ifPresent(
        e -> all.put("evaluated", Map.of("test_loss", e.loss(), "test_accuracy", e.accuracy())));
    return all;
  }
}
