package org.bigsweep.driver.cli;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.Configuration;
import org.bigsweep.driver.store.VariedParameters;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.util.UserException;
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
            + " ones, those that lost a trial to divergence or failure last. If the sweep names"
            + " factors, a rank counts among settings with the same factors. Accuracies are means"
            + " over finished trials, collapsed ones included; test_low and test_high bound a"
            + " bootstrap 95 %% interval.")
final class TopCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument arguments;
  @Mixin private FormatOption format;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many to print (default: ${DEFAULT-VALUE}).")
  private int count;

  /** What a shell offers after {@code --rule}. */
  static final class RuleNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ParameterCatalog.standard().ruleNames().iterator();
    }
  }

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      completionCandidates = RuleNames.class,
      description = "Only settings of this rule.")
  private String rule;

  @Override
  public void run() {
    UserException.check(count >= 1, "--count", count, "a whole number ≥ 1");
    List<Configuration> ranked =
        Configuration.ranked(arguments.folder()).stream()
            .filter(c -> rule == null || c.rule().equals(rule))
            .toList();
    VariedParameters varied =
        VariedParameters.of(ranked.stream().map(Configuration::parameters).toList());
    Map<Configuration, Integer> ranks = ranks(ranked);
    AnswerTable.Builder<Configuration> table =
        AnswerTable.of(ranked.subList(0, Math.min(count, ranked.size())))
            .column("rank", ranks::get)
            .column("rule", Configuration::rule)
            .column("validation_accuracy", Configuration::validationAccuracy)
            .column("test_accuracy", c -> c.test().map(Summary::mean))
            .column("test_sd", c -> c.test().flatMap(Summary::sd))
            .column("test_low", c -> c.testInterval().map(Interval::low))
            .column("test_high", c -> c.testInterval().map(Interval::high))
            .column("seeds", Configuration::seeds)
            .column("diverged", Configuration::diverged)
            .column("failed", Configuration::failed)
            .column("collapsed", Configuration::collapsed);
    if (format.chosen() != OutputFormat.TEXT) {
      table
          .column("test_variance", c -> c.test().flatMap(Summary::variance))
          .column("test_median", c -> c.test().map(Summary::median))
          .column("test_interquartile_mean", c -> c.test().map(Summary::interquartileMean));
    }
    format.print(
        table.column("settings", c -> varied.text(c.parameters())).build(),
        spec.commandLine().getOut());
  }

  /** The rank of every configuration among those of its level of the factors. */
  private static Map<Configuration, Integer> ranks(List<Configuration> ranked) {
    Map<String, Integer> last = new HashMap<>();
    Map<Configuration, Integer> ranks = new IdentityHashMap<>();
    ranked.forEach(c -> ranks.put(c, last.merge(c.factors(), 1, Integer::sum)));
    return ranks;
  }
}
