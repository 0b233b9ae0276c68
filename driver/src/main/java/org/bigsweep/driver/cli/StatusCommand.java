package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.Rows;
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
  @Mixin private ReaderArguments arguments;
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
      status.put("sweeps", RowsFormat.objects(sweeps(sweeps)));
      status.put("rungs", RowsFormat.objects(rungs(rungs)));
      status.put("rules", RowsFormat.objects(rules(rules)));
      out.println(RowsFormat.json(status));
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
      format.print(rungs(rungs), out);
      out.println();
    }
    if (!rules.isEmpty()) {
      format.print(rules(rules), out);
    }
  }

  private static Rows sweeps(List<SweepProgress> sweeps) {
    return Rows.of(
        List.of("sweep", "planned", "done", "collapsed", "diverged", "failed", "missing"),
        sweeps.stream()
            .map(
                s ->
                    List.<Object>of(
                        s.kept().sweep().name(),
                        s.tally().planned(),
                        s.tally().done(),
                        s.tally().collapsed(),
                        s.tally().diverged(),
                        s.tally().failed(),
                        s.tally().missing()))
            .toList());
  }

  private static Rows rules(List<RuleSummary> rules) {
    return Rows.of(
        List.of(
            "rule",
            "trials",
            "done",
            "diverged",
            "failed",
            "collapsed",
            "test_accuracy",
            "core_hours"),
        rules.stream().map(StatusCommand::row).toList());
  }

  private static Rows rungs(List<RungSummary> rungs) {
    return Rows.of(
        List.of(
            "sweep",
            "schedule",
            "rung",
            "epoch",
            "brackets",
            "promoted",
            "pruned",
            "finished",
            "chosen",
            "best_so_far"),
        rungs.stream()
            .map(
                r ->
                    List.<Object>of(
                        r.sweep(),
                        r.schedule(),
                        r.rung(),
                        r.epoch(),
                        r.brackets(),
                        r.promoted(),
                        r.pruned(),
                        r.finished(),
                        r.chosen(),
                        r.bestSoFar()))
            .toList());
  }

  private static List<Object> row(RuleSummary rule) {
    return List.of(
        rule.rule(),
        rule.trials(),
        rule.done(),
        rule.diverged(),
        rule.failed(),
        rule.collapsed(),
        rule.testAccuracy(),
        rule.seconds() / SECONDS_PER_HOUR);
  }
}
