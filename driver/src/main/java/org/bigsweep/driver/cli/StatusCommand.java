package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.report.SweepProgress;
import org.bigsweep.driver.store.Rows;
import org.bigsweep.driver.store.RuleSummary;
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
