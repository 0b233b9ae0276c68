package org.bigsweep.driver.run;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.schedule.StraightWork;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;

/** Small trials on the synthetic dataset, for tests. */
public final class SyntheticTrials {
  public static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);

  private static final Map<String, String> SMALL =
      Map.of(
          "dataset", "synthetic",
          "trainingImages", "1000",
          "validationImages", "500",
          "depth", "3",
          "width", "16",
          "batchSize", "50",
          "epochs", "2",
          "learningRate", "0.003");

  private SyntheticTrials() {}

  public static TrialSpec of(String rule, int seed) {
    Map<String, String> values = new HashMap<>(SMALL);
    values.put("rule", rule);
    values.put("seed", Integer.toString(seed));
    return ParameterCatalog.standard().resolve(values);
  }

  /** Seeds 0 to {@code count − 1}. */
  public static List<TrialSpec> of(String rule, int firstSeed, int count) {
    return IntStream.range(firstSeed, firstSeed + count).mapToObj(s -> of(rule, s)).toList();
  }

  public static String id(TrialSpec spec) {
    return spec.id(DATA.sha256());
  }

  /** A request for these trials in groups of {@code size}. */
  public static RunRequest request(
      List<TrialSpec> trials, int size, TrainerFactory trainers, String results, String master) {
    return request(trials, size, FailureLimit.NONE, trainers, results, master);
  }

  /** The same, that bears so many failures. */
  static RunRequest request(
      List<TrialSpec> trials,
      int size,
      FailureLimit failures,
      TrainerFactory trainers,
      String results,
      String master) {
    Iterator<TrialGroup> work =
        IntStream.iterate(0, i -> i < trials.size(), i -> i + size)
            .mapToObj(i -> trials.subList(i, Math.min(trials.size(), i + size)))
            .map(group -> new TrialGroup(group, group.size()))
            .iterator();
    return new RunRequest(
        "test",
        cores -> new StraightWork(work),
        trials.size(),
        trials.size(),
        decisions -> {},
        DATA,
        KeepWeights.NONE,
        failures,
        trainers,
        results,
        Optional.of(master));
  }
}
