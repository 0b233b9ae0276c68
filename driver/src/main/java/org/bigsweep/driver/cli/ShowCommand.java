package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.TrialStory;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.Evaluation;
import org.bigsweep.engine.trial.TrialEvaluator;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code show}, which tells everything about one trial. */
@Command(
    name = "show",
    description =
        "Shows one trial's whole story: parameters, result, provenance, epochs, layers, attempts,"
            + " the sweeps that want it, and the command that trains it alone.")
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
    ResultsFolder folder = ResultsArgument.before(1, arguments);
    TrialStory story = TrialStory.of(folder, arguments.get(arguments.size() - 1));
    Optional<Evaluation> again =
        evaluate ? Optional.of(evaluation(folder, story)) : Optional.empty();
    TrialPage page = new TrialPage(story, again, wanting(folder, story));
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(OutputFormat.json(page.json()));
    } else {
      page.print(out);
    }
  }

  /** The kept sweeps that have the trial. */
  private static List<String> wanting(ResultsFolder folder, TrialStory story) {
    TrialSpec trial = new TrialSpec(story.parameters());
    return KeptSweeps.all(folder).stream()
        .filter(kept -> kept.sweep().space().indexOf(trial).isPresent())
        .map(KeptSweep::file)
        .toList();
  }

  private Evaluation evaluation(ResultsFolder folder, TrialStory story) {
    byte[] weights = story.weights(folder);
    TrialSpec trial = new TrialSpec(story.parameters());
    Dataset data =
        new DataOption().load(trial.get(TrialParameters.DATASET), spec.commandLine().getErr());
    if (!data.sha256().equals(story.trial().get("dataset_sha256"))) {
      throw new UserException(
          "Cannot evaluate trial " + story.id() + ": dataset " + data.name() + " has changed");
    }
    return TrialEvaluator.evaluate(trial, data, weights);
  }
}
