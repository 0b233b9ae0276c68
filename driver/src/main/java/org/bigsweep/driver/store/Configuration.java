package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * Trials that differ in nothing but their seed.
 *
 * @param rule as reported
 * @param parameters every active parameter but the seed, in canonical spelling
 * @param seeds trials, of whatever state
 * @param lost trials that diverged or failed
 * @param collapsed done trials that were seen collapsed; they count in the means
 * @param validationAccuracy mean after the last epoch over done trials, 0…1
 * @param testAccuracy likewise
 * @param testAccuracyDeviation standard deviation over done trials, with n − 1
 */
public record Configuration(
    String rule,
    NavigableMap<String, String> parameters,
    long seeds,
    long lost,
    long collapsed,
    Optional<Double> validationAccuracy,
    Optional<Double> testAccuracy,
    Optional<Double> testAccuracyDeviation) {
  private static final String SEED = "seed";

  /** Complete ones before those that lost a trial, then by mean validation accuracy, then test. */
  private static final Comparator<Configuration> BEST_FIRST =
      Comparator.comparing((Configuration c) -> c.lost() > 0)
          .thenComparing(c -> -c.validationAccuracy().orElse(-1.0))
          .thenComparing(c -> -c.testAccuracy().orElse(-1.0));

  /** All configurations of a results folder, best first. */
  public static List<Configuration> ranked(ResultsFolder folder) {
    Map<NavigableMap<String, String>, Sums> sums = new HashMap<>();
    try (Stream<Trial> trials = new ResultsReader(folder).read(Table.TRIALS)) {
      trials.forEach(
          trial -> {
            NavigableMap<String, String> parameters = new TreeMap<>(trial.getParameters());
            parameters.remove(SEED);
            sums.computeIfAbsent(parameters, p -> new Sums(trial.getRule())).add(trial);
          });
    }
    List<Configuration> configurations = new ArrayList<>();
    sums.forEach((parameters, sum) -> configurations.add(sum.configuration(parameters)));
    configurations.sort(BEST_FIRST);
    return List.copyOf(configurations);
  }

  private static final class Sums {
    private final String rule;
    private long seeds;
    private long lost;
    private long collapsed;
    private final SummaryStatistics validation = new SummaryStatistics();
    private final SummaryStatistics test = new SummaryStatistics();

    Sums(String rule) {
      this.rule = rule;
    }

    void add(Trial trial) {
      seeds++;
      if (!trial.getState().equals(TrialState.DONE.name())) {
        lost++;
        return;
      }
      collapsed += trial.getCollapsed() ? 1 : 0;
      Optional.ofNullable(trial.getValidationAccuracy()).ifPresent(validation::addValue);
      Optional.ofNullable(trial.getTestAccuracy()).ifPresent(test::addValue);
    }

    Configuration configuration(NavigableMap<String, String> parameters) {
      return new Configuration(
          rule,
          parameters,
          seeds,
          lost,
          collapsed,
          mean(validation),
          mean(test),
          test.getN() > 1 ? Optional.of(test.getStandardDeviation()) : Optional.empty());
    }

    private static Optional<Double> mean(SummaryStatistics sum) {
      return sum.getN() > 0 ? Optional.of(sum.getMean()) : Optional.empty();
    }
  }
}
