package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.report.SweepProgress;
import org.bigsweep.driver.store.Rows;
import org.bigsweep.driver.store.RuleSummary;
import org.bigsweep.driver.store.RungSummary;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a results folder holds. */
@Command(name = "status", description = "Counts the trials of a results folder by rule and state.")
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
    if (!format.json()) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %,d trials, %.2f core-hours%n",
              folder,
              rules.stream().mapToLong(RuleSummary::trials).sum(),
              rules.stream().mapToDouble(RuleSummary::seconds).sum() / SECONDS_PER_HOUR);
      for (SweepProgress sweep : SweepProgress.all(KeptSweeps.list(folder), folder)) {
        spec.commandLine()
            .getOut()
            .printf("%s: %s%n", sweep.kept().sweep().name(), sweep.tally().statement());
      }
      if (!rungs.isEmpty()) {
        format.print(rungs(rungs), spec.commandLine().getOut());
        spec.commandLine().getOut().println();
      }
      if (rules.isEmpty()) {
        return;
      }
    }
    format.print(
        Rows.of(
            List.of(
                "rule",
                "trials",
                "done",
                "diverged",
                "failed",
                "collapsed",
                "test_accuracy",
                "core_hours"),
            rules.stream().map(StatusCommand::row).toList()),
        spec.commandLine().getOut());
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
            "chosen"),
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
                        r.chosen()))
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
