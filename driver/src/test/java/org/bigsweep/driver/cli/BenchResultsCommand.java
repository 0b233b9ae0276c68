package org.bigsweep.driver.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast results answer. */
@Command(
    name = "results",
    description =
        "Makes up a large results folder, unless it is there already, and measures a group-by over"
            + " every view.")
final class BenchResultsCommand implements Runnable {
  private static final int GROUP = 1_000;
  private static final double NANOS = 1e9;

  /** Configurations of the sweep below. */
  private static final int CONFIGURATIONS = 210;

  private static final String SWEEP =
      """
      version: 1
      name: made-up
      question: How fast do results answer?
      fixed: {epochs: %d, depth: 5}
      grid:
        rule: [BP, DTP, FA, DFA, TP, TP(paper), LastLayerOnly, BIG(balanced), BIG(eq. 4), BIG(paper)]
        sigma2: logspace(0.01, 10, 7)
        learningRate: logspace(1e-5, 0.1, 10)
      seeds: 0..%d
      """;

  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put("trials", "select rule, avg(test_accuracy) from trials group by rule");
    QUERIES.put("epochs", "select rule, epoch, avg(test_accuracy) from epochs group by all");
    QUERIES.put("layers", "select rule, layer, avg(estimate_cosine) from layers group by all");
    QUERIES.put("attempts", "select outcome, count(*) from attempts group by outcome");
    QUERIES.put("best", "select depth, max(test_accuracy) from best group by depth");
    QUERIES.put("curves", "select rule, max(test_accuracy) from curves group by rule");
    QUERIES.put("paired", "select rule, other_rule, avg(difference) from paired group by all");
  }

  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Option(
      names = "--trials",
      defaultValue = "30000",
      description = "Trials to make up (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--epochs",
      defaultValue = "100",
      description = "Epochs of each (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Times to ask each question again once warm (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the made-up results; one that is complete is used as it is.")
  private Path out;

  @Override
  public void run() {
    check("trials", trials);
    check("epochs", epochs);
    check("rounds", rounds);
    ResultsFolder folder = StorageSettings.folder(out.toString());
    if (!folder.exists()) {
      long start = System.nanoTime();
      String text = SWEEP.formatted(epochs, (trials - 1) / CONFIGURATIONS);
      Sweep sweep =
          new SweepReader(ParameterCatalog.standard()).parse("made-up.yaml", text, List.of());
      long rows = MadeUpResults.write(folder, sweep.space(), trials, GROUP);
      note("made up %,d trials, %,d rows of layers in %.0f s%n", trials, rows, seconds(start));
    }
    long start = System.nanoTime();
    try (ResultsViews views = ResultsViews.over(folder)) {
      note("opened in %.1f s%n", seconds(start));
      List<Measured> all = new ArrayList<>();
      QUERIES.forEach((view, query) -> all.add(measured(views, view, query)));
      format.print(
          AnswerTable.of(all)
              .column("view", Measured::view)
              .column("first_seconds", Measured::first)
              .column("warm_seconds", Measured::warm)
              .column("rows", Measured::rows)
              .column("query", Measured::query)
              .build(),
          spec.commandLine().getOut());
    }
  }

  private static void check(String option, int value) {
    if (value < 1) {
      throw new UserException("Invalid --%s: %d (must be at least 1)".formatted(option, value));
    }
  }

  private record Measured(String view, double first, double warm, long rows, String query) {}

  private Measured measured(ResultsViews views, String view, String query) {
    long start = System.nanoTime();
    long rows = drain(views.query(query));
    double first = seconds(start);
    double[] warm = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      start = System.nanoTime();
      drain(views.query(query));
      warm[round] = seconds(start);
    }
    Arrays.sort(warm);
    return new Measured(view, first, warm[rounds / 2], rows, query);
  }

  private static long drain(AnswerTable answer) {
    long rows = 0;
    for (Iterator<?> all = answer.iterator(); all.hasNext(); all.next()) {
      rows++;
    }
    return rows;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / NANOS;
  }

  private void note(String line, Object... values) {
    spec.commandLine().getErr().printf(line, values);
    spec.commandLine().getErr().flush();
  }
}
