package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.RuleSummary;
import org.bigsweep.driver.store.RungSummary;
import org.bigsweep.driver.store.SweepProgress;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code status}, which summarises a results folder. */
@Command(
    name = "status",
    description =
        "Counts the trials of a results folder by rule and state, and by sweep and rung of a"
            + " schedule.")
final class StatusCommand implements Runnable {
  private static final double SECONDS_PER_HOUR = 3600;

  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument arguments;
  @Mixin private FormatOption format;

  @Override
  public void run() {
    ResultsFolder folder = arguments.folder();
    List<RuleSummary> rules = RuleSummary.of(folder, trial -> true);
    List<RungSummary> rungs = RungSummary.of(folder);
    List<SweepProgress> sweeps = SweepProgress.all(KeptSweeps.all(folder), folder);
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("sweeps", OutputFormat.objects(sweeps(sweeps)));
      status.put("rungs", OutputFormat.objects(RungSummary.table(rungs)));
      status.put("rules", OutputFormat.objects(rules(rules)));
      out.println(OutputFormat.json(status));
      return;
    }
    out.printf(
        "%s: %,d trials, %.2f core-hours%n",
        folder,
        rules.stream().mapToLong(RuleSummary::trials).sum(),
        rules.stream().mapToDouble(RuleSummary::seconds).sum() / SECONDS_PER_HOUR);
    sweeps.forEach(
        sweep -> out.printf("%s: %s%n", sweep.kept().sweep().name(), sweep.tally().statement()));
    if (!rungs.isEmpty()) {
      format.print(RungSummary.table(rungs), out);
      out.println();
    }
    if (!rules.isEmpty()) {
      format.print(rules(rules), out);
    }
  }

  private static AnswerTable sweeps(List<SweepProgress> sweeps) {
    return AnswerTable.of(sweeps)
        .column("sweep", s -> s.kept().sweep().name())
        .column("planned", s -> s.tally().planned())
        .column("done", s -> s.tally().done())
        .column("collapsed", s -> s.tally().collapsed())
        .column("diverged", s -> s.tally().diverged())
        .column("failed", s -> s.tally().failed())
        .column("missing", s -> s.tally().missing())
        .build();
  }

  private static AnswerTable rules(List<RuleSummary> rules) {
    return AnswerTable.of(rules)
        .column("rule", RuleSummary::rule)
        .column("trials", RuleSummary::trials)
        .column("done", RuleSummary::done)
        .column("diverged", RuleSummary::diverged)
        .column("failed", RuleSummary::failed)
        .column("collapsed", RuleSummary::collapsed)
        .column("test_accuracy", RuleSummary::testAccuracy)
        .column("core_hours", rule -> rule.seconds() / SECONDS_PER_HOUR)
        .build();
  }
}
