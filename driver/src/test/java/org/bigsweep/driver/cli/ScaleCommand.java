package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.bench.LargePlan;
import org.bigsweep.driver.bench.ManyTrials;
import org.bigsweep.driver.bench.ScaleBenchmark;
import org.bigsweep.driver.bench.Sleepers;
import org.bigsweep.driver.run.RunLog;
import org.bigsweep.driver.store.Rows;
import picocli.CommandLine.Command;
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

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final Map<String, Object> sections = new LinkedHashMap<>();

  @Override
  public void run() {
    for (int number : List.of(trials, rates, sleepers, slots)) {
      if (number < 1) {
        throw new UsageException("Invalid number: " + number + " (must be at least 1)");
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
    if (json) {
      spec.commandLine().getOut().println(RowsFormat.json(sections));
    }
  }

  private void show(ManyTrials run) {
    section(
        "trials",
        List.of("trials", "seconds", "per_second", "files", "live_heap_mb"),
        List.of(
            run.trials(),
            run.seconds(),
            run.perSecond(),
            run.files(),
            String.join(
                " ", run.liveMegabytes().stream().map(Math::round).map(String::valueOf).toList())));
  }

  private void show(LargePlan plan) {
    section(
        "plan",
        List.of("trials", "finished", "seconds"),
        List.of(plan.points(), plan.finished(), plan.seconds()));
  }

  private void show(Sleepers run) {
    section(
        "sleepers",
        List.of("trials", "at_a_time", "seconds", "ideal"),
        List.of(run.trials(), run.slots(), run.seconds(), run.ideal()));
  }

  private void section(String title, List<String> columns, List<Object> row) {
    Rows rows = Rows.of(columns, List.of(row));
    if (json) {
      sections.put(title, RowsFormat.objects(rows));
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(title);
    RowsFormat.TEXT.print(rows, out);
    out.println();
    out.flush();
  }
}
