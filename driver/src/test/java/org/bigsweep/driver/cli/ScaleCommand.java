package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bigsweep.driver.bench.LargePlan;
import org.bigsweep.driver.bench.ManyTrials;
import org.bigsweep.driver.bench.ScaleBenchmark;
import org.bigsweep.driver.bench.Sleepers;
import org.bigsweep.driver.run.RunLog;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many trials this machine plans, schedules and publishes. */
@Command(
    name = "scale",
    description = {
      "Measures planning, scheduling and publishing: trivial trials through the real scheduler, the"
          + " plan of a large grid against their results, and trials that sleep."
    })
final class ScaleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Trials of one step (default: ${DEFAULT-VALUE}).",
      defaultValue = "100000")
  private int trials;

  @Option(
      names = "--rates",
      paramLabel = "N",
      description =
          "Learning rates of the large grid, whose seeds are as many as there are trials"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int rates;

  @Option(
      names = "--sleepers",
      paramLabel = "N",
      description = "Trials that sleep for a second (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int sleepers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "How many of them at a time (default: ${DEFAULT-VALUE}).",
      defaultValue = "16")
  private int slots;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for results, kept; of trials that it holds, only the plan is measured.")
  private Path out;

  @Mixin private FormatOption format;

  private final Map<String, Object> sections = new LinkedHashMap<>();

  @Override
  public void run() {
    for (int number : List.of(trials, rates, sleepers, slots)) {
      if (number < 1) {
        throw new UserException("Invalid number: " + number + " (must be at least 1)");
      }
    }
    RunLog.sendTo(out.resolve("_logs").resolve("scale.log"));
    ScaleBenchmark benchmark = new ScaleBenchmark(out.resolve("trials"));
    if (!Files.exists(out.resolve("trials"))) {
      show(benchmark.trials(trials));
    }
    show(benchmark.plan(rates, trials));
    if (!Files.exists(out.resolve("sleepers"))) {
      show(new ScaleBenchmark(out.resolve("sleepers")).sleepers(sleepers, slots));
    }
    if (format.json()) {
      spec.commandLine().getOut().println(OutputFormat.json(sections));
    }
  }

  private void show(ManyTrials run) {
    section(
        "trials",
        AnswerTable.of(List.of(run))
            .column("trials", ManyTrials::trials)
            .column("seconds", ManyTrials::seconds)
            .column("per_second", ManyTrials::perSecond)
            .column("files", ManyTrials::files)
            .column(
                "live_heap_mb",
                r ->
                    r.liveMegabytes().stream()
                        .map(Math::round)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
            .build());
  }

  private void show(LargePlan plan) {
    section(
        "plan",
        AnswerTable.of(List.of(plan))
            .column("trials", LargePlan::points)
            .column("finished", LargePlan::finished)
            .column("seconds", LargePlan::seconds)
            .build());
  }

  private void show(Sleepers run) {
    section(
        "sleepers",
        AnswerTable.of(List.of(run))
            .column("trials", Sleepers::trials)
            .column("at_a_time", Sleepers::slots)
            .column("seconds", Sleepers::seconds)
            .column("ideal", Sleepers::ideal)
            .build());
  }

  private void section(String title, AnswerTable rows) {
    if (format.json()) {
      sections.put(title, OutputFormat.objects(rows));
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(title);
    OutputFormat.TEXT.print(rows, out);
    out.println();
    out.flush();
  }
}
