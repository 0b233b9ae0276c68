package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/**
 * The outcome of a rule's trials.
 *
 * @param rule as reported
 * @param collapsed done trials that were seen collapsed; they count in both means
 * @param testAccuracy mean over done trials, 0…1; empty if there are none
 * @param testAccuracyDeviation its standard deviation over them, with n − 1; empty below two
 * @param validationAccuracy mean over done trials that have validation images
 * @param seconds training time of all trials, on one core
 */
public record RuleSummary(
    String rule,
    long trials,
    long done,
    long diverged,
    long failed,
    long collapsed,
    Optional<Double> testAccuracy,
    Optional<Double> testAccuracyDeviation,
    Optional<Double> validationAccuracy,
    double seconds) {
  private static final List<String> COLUMNS =
      List.of(
          "trial_id",
          "parameters",
          "rule",
          "state",
          "collapsed",
          "test_accuracy",
          "validation_accuracy",
          "seconds");

  /** The rules of the trials that are {@code wanted}, best mean test accuracy first. */
  public static List<RuleSummary> of(ResultsFolder folder, Predicate<FinishedTrial> wanted) {
    Map<String, Sums> sums = new TreeMap<>();
    try (Stream<GenericRecord> rows = new ResultsReader(folder).read(Table.TRIALS, COLUMNS)) {
      rows.filter(row -> wanted.test(FinishedTrials.trial(row)))
          .forEach(
              row -> sums.computeIfAbsent(row.get("rule").toString(), r -> new Sums()).add(row));
    }
    List<RuleSummary> summaries = new ArrayList<>();
    sums.forEach((rule, sum) -> summaries.add(sum.summary(rule)));
    summaries.sort(Comparator.comparingDouble((RuleSummary s) -> -s.testAccuracy().orElse(-1.0)));
    return List.copyOf(summaries);
  }

  private static final class Sums {
    private long trials;
    private long diverged;
    private long failed;
    private long collapsed;
    private double seconds;
    private final SummaryStatistics test = new SummaryStatistics();
    private final SummaryStatistics validation = new SummaryStatistics();

    void add(GenericRecord row) {
      trials++;
      seconds += (Double) row.get("seconds");
      switch (TrialState.valueOf(row.get("state").toString())) {
        case DIVERGED -> diverged++;
        case FAILED -> failed++;
        default -> {
          collapsed += (Boolean) row.get("collapsed") ? 1 : 0;
          add(test, row.get("test_accuracy"));
          add(validation, row.get("validation_accuracy"));
        }
      }
    }

    private static void add(SummaryStatistics sum, Object value) {
      if (value instanceof Double number) {
        sum.addValue(number);
      }
    }

    RuleSummary summary(String rule) {
      return new RuleSummary(
          rule,
          trials,
          trials - diverged - failed,
          diverged,
          failed,
          collapsed,
          mean(test),
          test.getN() > 1 ? Optional.of(test.getStandardDeviation()) : Optional.empty(),
          mean(validation),
          seconds);
    }

    private static Optional<Double> mean(SummaryStatistics sum) {
      return sum.getN() > 0 ? Optional.of(sum.getMean()) : Optional.empty();
    }
  }
}
