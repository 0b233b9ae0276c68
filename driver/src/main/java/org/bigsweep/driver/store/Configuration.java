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
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.Interval;
import org.bigsweep.driver.stats.Statistic;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * A configuration with the trials that share it: they differ in nothing but their seed.
 *
 * @param rule as reported
 * @param factors its level of the folder's factors, {@code name=value}, joined by blanks
 * @param parameters every active parameter but the seed, in canonical spelling
 * @param seeds number of trials in any state
 * @param diverged those that diverged; in no mean
 * @param failed those that failed; in no mean
 * @param collapsed done trials that were seen collapsed; they count in the means
 * @param ranking by its trials on tuning seeds
 * @param testAccuracies after the last epoch of every done trial
 */
public record Configuration(
    String rule,
    String factors,
    NavigableMap<String, String> parameters,
    long seeds,
    long diverged,
    long failed,
    long collapsed,
    Ranking ranking,
    List<Double> testAccuracies) {
  private static final String SEED = "seed";

  public Configuration {
    testAccuracies = List.copyOf(testAccuracies);
  }

  /** Mean after the last epoch over done trials on tuning seeds, 0…1; empty if there is none. */
  public Optional<Double> validationAccuracy() {
    return ranking.alive() ? Optional.of(ranking.score()) : Optional.empty();
  }

  /** Test accuracy in figures; empty if none is done. */
  public Optional<Summary> test() {
    return testAccuracies.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values()));
  }

  /** Bootstrap 95 % interval (BCa) of the mean test accuracy; empty below two seeds. */
  public Optional<Interval> testInterval() {
    return testAccuracies.isEmpty()
        ? Optional.empty()
        : Bootstrap.STANDARD.accelerated(Statistic.MEAN, values());
  }

  private double[] values() {
    return testAccuracies.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** All configurations of a results folder, best first. */
  public static List<Configuration> ranked(ResultsFolder folder) {
    try (Stream<Trial> trials = new ResultsReader(folder).read(Table.TRIALS)) {
      return ranked(trials, KeptSweeps.roles(folder), KeptSweeps.factors(folder));
    }
  }

  /** All configurations of some trials, best first. */
  public static List<Configuration> ranked(Stream<Trial> trials, SeedRoles roles, Factors factors) {
    Map<NavigableMap<String, String>, Sums> sums = new HashMap<>();
    trials.forEach(
        trial -> {
          NavigableMap<String, String> parameters = new TreeMap<>(trial.getParameters());
          parameters.remove(SEED);
          sums.computeIfAbsent(parameters, p -> new Sums(trial.getRule())).add(trial, roles);
        });
    List<Configuration> configurations = new ArrayList<>();
    sums.forEach(
        (parameters, sum) ->
            configurations.add(sum.configuration(parameters, factors.level(parameters))));
    configurations.sort(Comparator.comparing(Configuration::ranking));
    return List.copyOf(configurations);
  }

  private static final class Sums {
    private final String rule;
    private long seeds;
    private long diverged;
    private long failed;
    private long collapsed;
    private final List<Measurement> tuning = new ArrayList<>();
    private final List<Double> test = new ArrayList<>();

    Sums(String rule) {
      this.rule = rule;
    }

    private static Measurement measurement(Trial trial) {
      return new Measurement(
          trial.getTrialId(),
          trial.getEpochsDone(),
          TrialState.of(trial),
          trial.getCollapsed(),
          Optional.ofNullable(trial.getValidationAccuracy()).orElse(Double.NaN));
    }

    void add(Trial trial, SeedRoles roles) {
      seeds++;
      if (roles.tunes(trial.getSeed())) {
        tuning.add(measurement(trial));
      }
      switch (TrialState.of(trial)) {
        case DIVERGED -> diverged++;
        case FAILED -> failed++;
        default -> {
          collapsed += trial.getCollapsed() ? 1 : 0;
          Optional.ofNullable(trial.getTestAccuracy()).ifPresent(test::add);
        }
      }
    }

    Configuration configuration(NavigableMap<String, String> parameters, String factors) {
      return new Configuration(
          rule,
          factors,
          parameters,
          seeds,
          diverged,
          failed,
          collapsed,
          Ranking.of(tuning, Ranking.spelling(parameters)),
          test);
    }
  }
}
