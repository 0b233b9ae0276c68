package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.schedule.SearchOverhead;
import org.bigsweep.driver.schedule.SearchOverhead.Cluster;
import org.bigsweep.driver.schedule.SearchOverhead.Wave;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What searches take besides training. */
@Command(
    name = "overhead",
    description =
        "Measures the time in which a search proposes a wave, and the share of simulated cores that"
            + " a large Hyperband keeps busy.")
final class OverheadCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Option(
      names = "--measured",
      split = ",",
      defaultValue = "1000,10000",
      description = "Measured configurations to propose from (default: ${DEFAULT-VALUE}).")
  private List<Integer> measured;

  @Option(
      names = "--configurations",
      defaultValue = "200000",
      description = "Configurations of the Hyperband (default: ${DEFAULT-VALUE}).")
  private int configurations;

  @Option(
      names = "--cores",
      defaultValue = "10000",
      description = "Simulated cores (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Override
  public void run() {
    if (measured.stream().anyMatch(m -> m < 10) || configurations < 50 || cores < 1) {
      throw new UserException(
          "Invalid number (must be at least 10 measured, 50 configurations, 1 core)");
    }
    Map<String, AnswerTable> sections = new LinkedHashMap<>();
    sections.put(
        "waves",
        AnswerTable.of(measured.stream().map(SearchOverhead::wave).toList())
            .column("measured", Wave::measured)
            .column("wave_ms", Wave::milliseconds)
            .column("slowest_ms", Wave::slowest)
            .column("live_heap_mb", Wave::liveMegabytes)
            .build());
    sections.put(
        "hyperband",
        AnswerTable.of(List.of(SearchOverhead.hyperband(configurations, cores)))
            .column("configurations", Cluster::configurations)
            .column("segments", Cluster::segments)
            .column("cores", Cluster::cores)
            .column("utilisation", Cluster::utilisation)
            .column("full_until", Cluster::fullUntil)
            .column("longest_segment", Cluster::longest)
            .column("driver_seconds", Cluster::driverSeconds)
            .build());
    print(sections, format, spec.commandLine().getOut());
  }

  /** Prints tables one below the other, or as one JSON document. */
  static void print(Map<String, AnswerTable> sections, FormatOption format, PrintWriter out) {
    if (format.json()) {
      Map<String, Object> objects = new LinkedHashMap<>();
      sections.forEach((title, rows) -> objects.put(title, OutputFormat.objects(rows)));
      out.println(OutputFormat.json(objects));
      return;
    }
    sections.forEach(
        (title, rows) -> {
          out.println(title);
          OutputFormat.TEXT.print(rows, out);
          out.println();
        });
    out.flush();
  }
}
