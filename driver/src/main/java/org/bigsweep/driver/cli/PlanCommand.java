package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.app.PlannedSweep;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.Forecast;
import org.bigsweep.driver.plan.Prediction;
import org.bigsweep.driver.plan.RuleCount;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.schedule.ScheduledSweep;
import org.bigsweep.driver.schedule.WorkEstimate;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code plan}, which tells what a sweep would do. */
@Command(
    name = "plan",
    description = "Shows what a sweep spans, what of it is done, and what the rest would cost.")
final class PlanCommand implements Runnable {
  private static final Prediction NOTHING = new Prediction(0, 0, 0);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Sweep file; without one, --set describes the sweep.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores for the predicted wall time (default: this machine's).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--probe",
      paramLabel = "SECONDS",
      description =
          "Time to spend on timing steps where no finished trial tells what they cost; 0 for none"
              + " (default: 2 %% of the run's predicted time, at most 5, none below 0.5).")
  private Optional<Double> probe = Optional.empty();

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Also list N trials, evenly spread over the sweep.")
  private int sample;

  @Option(
      names = "--diff",
      paramLabel = "OTHER",
      description = "Also show which trials the sweep adds to another sweep file's, and drops.")
  private Optional<Path> other = Optional.empty();

  @Mixin private SweepOptions options;
  @Mixin private FormatOption format;

  @Override
  public void run() {
    UserException.check(cores >= 1, "--cores", cores, "a whole number ≥ 1");
    UserException.check(sample >= 0, "--sample", sample, "a whole number ≥ 0");
    probe.ifPresent(
        seconds ->
            UserException.check(
                seconds >= 0 && seconds <= 3600, "--probe", seconds, "from 0 to 3600 seconds"));
    Sweep sweep = options.read(file, spec.commandLine());
    Optional<SweepDifference> difference =
        other.map(path -> SweepDifference.of(sweep, path, options.readPlain(path)));
    PlannedSweep unprobed = options.plan(sweep, false, spec.commandLine().getErr());
    PlannedSweep planned = probe.map(unprobed::probed).orElseGet(unprobed::calibrated);
    Forecast forecast = planned.plan().forecast(cores, sweep.keepWeights() != KeepWeights.NONE);
    TrialTables trials = new TrialTables(planned.dataset().sha256());
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      out.println(OutputFormat.json(summary(planned, forecast, trials, difference)));
      return;
    }
    print(planned, forecast, out);
    if (sample > 0) {
      out.println();
      OutputFormat.TEXT.print(
          trials.table(planned.plan().sample(sample), planned.plan()::isDone), out);
    }
    difference.ifPresent(
        d -> {
          out.println();
          d.print(trials, sample, out);
        });
  }

  private void print(PlannedSweep planned, Forecast forecast, PrintWriter out) {
    SweepPlan plan = planned.plan();
    out.printf(
        "%s: %,d trials, %,d done, %,d to do%n",
        planned.sweep().name(), plan.size(), plan.done(), plan.toDo());
    Map<String, Prediction> byRule = plan.secondsByRule();
    format.print(
        AnswerTable.of(plan.counts())
            .column("rule", RuleCount::rule)
            .column("trials", RuleCount::total)
            .column("done", RuleCount::done)
            .column("to_do", RuleCount::toDo)
            .column(
                "core_hours",
                count -> Quantity.hours(byRule.getOrDefault(count.rule(), NOTHING).seconds()))
            .build(),
        out);
    if (plan.toDo() > 0) {
      Prediction work = forecast.work();
      out.printf(
          "work%s: %.3g GFLOP, %s core-hours (9 in 10: %s to %s), predicted from %s%n",
          planned.sweep().schedule() == Schedule.EXHAUSTIVE ? "" : " of all trials to their ends",
          plan.flops() / 1e9,
          Quantity.hours(work.seconds()),
          Quantity.hours(work.low()),
          Quantity.hours(work.high()),
          source(plan.costs()));
      Prediction wall = forecast.wall();
      out.printf(
          "time: %s on %d cores (9 in 10: %s to %s)%n",
          Quantity.time(wall.seconds()),
          cores,
          Quantity.time(wall.low()),
          Quantity.time(wall.high()));
      out.printf(
          "results: about %,d files, %s%n", forecast.files(), Quantity.bytes(forecast.bytes()));
      out.printf(
          "memory of an executor with %d cores: %s of images on the heap, %s off the heap (%s for"
              + " each trial at once)%n",
          cores,
          Quantity.bytes(forecast.heapBytes()),
          Quantity.bytes(cores * forecast.offHeapBytes()),
          Quantity.bytes(forecast.offHeapBytes()));
    }
    if (planned.sweep().schedule() != Schedule.EXHAUSTIVE) {
      print(planned.sweep().schedule(), planned.scheduled(), plan, out);
    }
    out.println("Spark settings: " + SparkSettings.fixed());
  }

  private void print(Schedule schedule, ScheduledSweep scheduled, SweepPlan plan, PrintWriter out) {
    WorkEstimate all = scheduled.all();
    WorkEstimate left = scheduled.left();
    out.printf(
        "schedule: %s: at most %,d trainings, %s core-hours (%.0f %% of all trials' to their ends);"
            + " %,d trainings, %s core-hours to do, %s on %d cores at best%n",
        schedule.text(),
        all.count(),
        Quantity.hours(all.seconds()),
        100 * all.seconds() / plan.allSeconds(),
        left.count(),
        Quantity.hours(left.seconds()),
        Quantity.time(left.seconds() / cores),
        cores);
  }

  private static Map<String, Object> schedule(PlannedSweep planned) {
    ScheduledSweep scheduled = planned.scheduled();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("text", planned.sweep().schedule().text());
    fields.put("most_trainings", scheduled.all().count());
    fields.put("most_core_seconds", scheduled.all().seconds());
    fields.put("trainings_to_do", scheduled.left().count());
    fields.put("core_seconds_to_do", scheduled.left().seconds());
    return fields;
  }

  private static String source(CostModel costs) {
    return switch (costs.source()) {
      case HISTORY -> "%,d finished trials".formatted(costs.observations());
      case PROBE -> "steps of %,d kinds of trials timed here".formatted(costs.observations());
      case TYPICAL -> "figures of a typical core";
    };
  }

  private Map<String, Object> summary(
      PlannedSweep planned,
      Forecast forecast,
      TrialTables trials,
      Optional<SweepDifference> difference) {
    SweepPlan plan = planned.plan();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("sweep", planned.sweep().name());
    summary.put("results", planned.folder().toString());
    summary.put("trials", plan.size());
    summary.put("done", plan.done());
    summary.put("to_do", plan.toDo());
    summary.put("flops", plan.flops());
    put("core_seconds", forecast.work(), summary);
    summary.put("cores", cores);
    put("wall_seconds", forecast.wall(), summary);
    summary.put("predicted_from", plan.costs().source().name().toLowerCase(Locale.ROOT));
    summary.put("observations", plan.costs().observations());
    summary.put("groups", forecast.groups());
    summary.put("files", forecast.files());
    summary.put("bytes", Math.round(forecast.bytes()));
    summary.put("off_heap_bytes_per_trial", Math.round(forecast.offHeapBytes()));
    summary.put("heap_bytes_of_images", Math.round(forecast.heapBytes()));
    Map<String, Prediction> byRule = plan.secondsByRule();
    summary.put(
        "rules",
        plan.counts().stream().map(c -> count(c, byRule.getOrDefault(c.rule(), NOTHING))).toList());
    summary.put("schedule", schedule(planned));
    summary.put("spark_settings", SparkSettings.fixed());
    if (sample > 0) {
      summary.put("sample", trials.objects(plan.sample(sample), plan::isDone));
    }
    difference.ifPresent(d -> summary.put("diff", d.json(trials, sample)));
    return summary;
  }

  private static void put(String name, Prediction prediction, Map<String, Object> fields) {
    fields.put(name, prediction.seconds());
    fields.put(name + "_low", prediction.low());
    fields.put(name + "_high", prediction.high());
  }

  private static Map<String, Object> count(RuleCount count, Prediction work) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rule", count.rule());
    fields.put("trials", count.total());
    fields.put("done", count.done());
    put("core_seconds", work, fields);
    return fields;
  }
}
