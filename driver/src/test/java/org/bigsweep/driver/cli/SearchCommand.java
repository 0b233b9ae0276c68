package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.schedule.SearchStudy;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How soon the searches find the best of a recorded table. */
@Command(
    name = "search",
    description =
        "Runs the searches on a recorded table instead of training, many times each, and compares"
            + " the best that they find with the best of the table.")
final class SearchCommand implements Runnable {
  private static final double PERCENT = 100;

  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Parameters(
      paramLabel = "TABLE",
      description = "CSV, plain or gzipped: trials by configuration, seed and epoch.")
  private Path table;

  @Parameters(paramLabel = "SWEEP", description = "Sweep file with the table's trials.")
  private Path sweep;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Override a part of the sweep; repeatable.")
  private List<String> overrides = List.of();

  @Option(
      names = "--searches",
      defaultValue = "100",
      description = "Searches of each kind (default: ${DEFAULT-VALUE}).")
  private int searches;

  @Option(
      names = "--budgets",
      split = ",",
      defaultValue = "16,32,64,128",
      description = "Budgets in configurations, rising (default: ${DEFAULT-VALUE}).")
  private List<Integer> budgets;

  @Option(
      names = "--near",
      defaultValue = "0.2",
      description =
          "Percentage points from the best at which it counts as reached (default:"
              + " ${DEFAULT-VALUE}).")
  private double near;

  @Override
  public void run() {
    if (searches < 2) {
      throw UserException.invalid("--searches", String.valueOf(searches), "at least 2");
    }
    for (int b = 0; b < budgets.size(); b++) {
      if (budgets.get(b) <= (b == 0 ? 0 : budgets.get(b - 1))) {
        throw UserException.invalid("--budgets", budgets.toString(), "positive and rising");
      }
    }
    format.json();
    SearchStudy.Answer answer;
    SearchStudy.Space space;
    try {
      SearchStudy study =
          new SearchStudy(
              new SweepReader(ParameterCatalog.standard()).read(sweep, overrides),
              table,
              searches,
              budgets);
      space = study.space();
      answer = study.run(near / PERCENT);
    } catch (IOException e) {
      throw new UserException("Cannot read " + table + ": " + e);
    }
    Map<String, AnswerTable> sections = new LinkedHashMap<>();
    sections.put(
        "space",
        AnswerTable.of(List.of(space))
            .column("configurations", SearchStudy.Space::configurations)
            .column("best_validation_accuracy", SearchStudy.Space::best)
            .build());
    sections.put(
        "regret",
        AnswerTable.of(answer.regrets())
            .column("search", SearchStudy.Regret::search)
            .column("budget", SearchStudy.Regret::budget)
            .column("searches", SearchStudy.Regret::searches)
            .column("regret_points", r -> PERCENT * r.regret())
            .column("low", r -> PERCENT * r.low())
            .column("high", r -> PERCENT * r.high())
            .column("core_seconds", SearchStudy.Regret::seconds)
            .build());
    sections.put(
        "arrival",
        AnswerTable.of(answer.arrivals())
            .column("search", SearchStudy.Arrival::search)
            .column("reached", SearchStudy.Arrival::reached)
            .column("median_budget", SearchStudy.Arrival::median)
            .build());
    OverheadCommand.print(sections, format, spec.commandLine().getOut());
  }
}
