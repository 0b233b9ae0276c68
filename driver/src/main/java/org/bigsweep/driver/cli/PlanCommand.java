package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.plan.RuleCount;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.store.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a sweep would do. */
@Command(
    name = "plan",
    description = "Shows what a sweep spans, what of it is done, and what the rest would cost.")
final class PlanCommand implements Runnable {
  private static final double SECONDS_PER_HOUR = 3600;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SWEEP", description = "Sweep file.")
  private Path file;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores for the predicted wall time (default: this machine's).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Mixin private SweepOptions options;
  @Mixin private FormatOption format;

  @Override
  public void run() {
    if (cores < 1) {
      throw new UsageException("Invalid --cores: " + cores + " (must be a whole number ≥ 1)");
    }
    PrintWriter out = spec.commandLine().getOut();
    PlannedSweep planned =
        PlannedSweep.of(options.read(file), options, spec.commandLine().getErr());
    if (format.json()) {
      out.println(RowsFormat.json(summary(planned)));
      return;
    }
    SweepPlan plan = planned.plan();
    out.printf(
        "%s: %,d trials, %,d done, %,d to do%n",
        planned.sweep().name(), plan.size(), plan.done(), plan.toDo());
    List<List<Object>> counts =
        plan.counts().stream()
            .map(c -> List.<Object>of(c.rule(), c.total(), c.done(), c.toDo()))
            .toList();
    format.print(Rows.of(List.of("rule", "trials", "done", "to_do"), counts), out);
    out.printf(
        "work: %.3g GFLOP, about %.2g core-hours; about %s on %d cores%n",
        plan.flops() / 1e9,
        plan.seconds() / SECONDS_PER_HOUR,
        ProgressLine.time(Duration.ofSeconds(Math.round(plan.seconds(cores)))),
        cores);
    out.println("Spark settings: " + SparkSettings.fixed());
  }

  private Map<String, Object> summary(PlannedSweep planned) {
    SweepPlan plan = planned.plan();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("sweep", planned.sweep().name());
    summary.put("results", planned.folder().toString());
    summary.put("trials", plan.size());
    summary.put("done", plan.done());
    summary.put("to_do", plan.toDo());
    summary.put("flops", plan.flops());
    summary.put("core_seconds", plan.seconds());
    summary.put("cores", cores);
    summary.put("wall_seconds", plan.seconds(cores));
    summary.put("rules", plan.counts().stream().map(PlanCommand::count).toList());
    summary.put("spark_settings", SparkSettings.fixed());
    return summary;
  }

  private static Map<String, Object> count(RuleCount count) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", count.rule());
    fields.put("trials", count.total());
    fields.put("done", count.done());
    return fields;
  }
}
