package org.bigsweep.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.driver.store.Configuration;
import org.bigsweep.driver.store.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code top}, which lists the best configurations. */
@Command(
    name = "top",
    description =
        "Ranks settings as the view best does: by mean validation accuracy over tuning seeds, or"
            + " all seeds if none are set aside; settings with a collapsed trial come after sound"
            + " ones, those that lost a trial to divergence or failure last. Accuracies are means"
            + " over finished trials, collapsed ones included; test_low and test_high bound a"
            + " bootstrap 95 %% interval.")
final class TopCommand implements Runnable {
  private static final List<String> COLUMNS =
      List.of(
          "rank",
          "rule",
          "validation_accuracy",
          "test_accuracy",
          "test_sd",
          "test_low",
          "test_high",
          "seeds",
          "diverged",
          "failed",
          "collapsed",
          "settings");

  /** The columns that {@code --json} prints in addition. */
  private static final List<String> MORE_COLUMNS =
      List.of("test_variance", "test_median", "test_interquartile_mean");

  @Spec private CommandSpec spec;
  @Mixin private ReaderArguments arguments;
  @Mixin private FormatOption format;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many to print (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--rule", paramLabel = "RULE", description = "Only settings of this rule.")
  private String rule;

  @Override
  public void run() {
    if (count < 1) {
      throw new UsageException("Invalid --count: " + count + " (must be a whole number ≥ 1)");
    }
    List<Configuration> ranked =
        Configuration.ranked(arguments.folder()).stream()
            .filter(c -> rule == null || c.rule().equals(rule))
            .toList();
    Set<String> varied = varied(ranked);
    List<List<Object>> rows = new ArrayList<>();
    for (Configuration found : ranked.subList(0, Math.min(count, ranked.size()))) {
      rows.add(row(rows.size() + 1, found, varied));
    }
    format.print(
        Rows.of(format.json() ? withAll(COLUMNS) : COLUMNS, rows), spec.commandLine().getOut());
  }

  private static List<String> withAll(List<String> columns) {
    List<String> all = new ArrayList<>(columns);
    all.addAll(all.size() - 1, MORE_COLUMNS);
    return all;
  }

  /** The parameters in which the configurations differ; the rest would only fill the line. */
  private static Set<String> varied(List<Configuration> all) {
    Set<String> names =
        all.stream()
            .flatMap(c -> c.parameters().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    names.remove("rule");
    names.removeIf(
        name ->
            all.stream()
                    .filter(c -> c.parameters().containsKey(name))
                    .map(c -> c.parameters().get(name))
                    .distinct()
                    .count()
                < 2);
    return names;
  }

  private List<Object> row(int rank, Configuration found, Set<String> varied) {
    String settings =
        varied.stream()
            .filter(found.parameters()::containsKey)
            .map(name -> name + "=" + found.parameters().get(name))
            .collect(Collectors.joining(" "));
    Optional<Summary> test = found.test();
    Optional<Interval> interval = found.testInterval();
    List<Object> row =
        new ArrayList<>(
            List.of(
                rank,
                found.rule(),
                found.validationAccuracy(),
                test.map(Summary::mean),
                test.flatMap(t -> boxed(t.sd())),
                interval.map(Interval::low),
                interval.map(Interval::high),
                found.seeds(),
                found.diverged(),
                found.failed(),
                found.collapsed()));
    if (format.json()) {
      row.add(test.flatMap(t -> boxed(t.variance())));
      row.add(test.map(Summary::median));
      row.add(test.map(Summary::interquartileMean));
    }
    row.add(settings);
    return row;
  }

  private static Optional<Double> boxed(OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }
}
