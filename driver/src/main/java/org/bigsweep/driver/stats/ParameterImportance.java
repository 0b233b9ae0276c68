package org.bigsweep.driver.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * How much of the variance of configurations' scores each of their parameters decides: permutation
 * importance (Breiman 2001). A random forest learns the score from the parameters, on four fifths
 * of the configurations at a time. On the fifth that it has not seen, the values of one parameter
 * are permuted. Half of what that adds to the mean squared error, as a share of the variance of the
 * scores, is the parameter's importance. If the forest were exact and parameters were independent,
 * it would be the total index of Sobol', so what several parameters decide together counts for each
 * of them.
 *
 * @param explained share of the variance that the forest explains in configurations that it has not
 *     seen; 0 or below if it has learnt nothing
 * @param shares the parameters, the most important first
 */
public record ParameterImportance(double explained, List<Share> shares) {
  /** The least number of configurations to learn from. */
  public static final int FEWEST = 8;

  private static final int FOLDS = 5;
  private static final int TREES = 20;
  private static final int PERMUTATIONS = 5;
  private static final int MOST_SPLITS = 20;
  private static final float SPLITTABLE = 2;
  private static final float FEATURES = 0.7f;
  private static final long SEED = 1;
  private static final String SCORE = "score";

  /** Tribuo tells of every tree. The reference keeps the level from being forgotten. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  static {
    TRIBUO.setLevel(Level.WARNING);
  }

  public ParameterImportance {
    shares = List.copyOf(shares);
  }

  /**
   * One parameter's importance.
   *
   * @param share of the variance of the scores, mean over the fifths; below 0 by chance
   * @param range its least and its greatest value over the fifths
   */
  public record Share(String parameter, double share, Interval range) {}

  /** The predictions' errors on a fifth, as they are and with each parameter permuted. */
  private record Fold(double error, Map<String, Double> permuted) {}

  /**
   * The importance of every parameter in which configurations differ. It depends on the
   * configurations and their order alone.
   *
   * @param configurations at least {@link #FEWEST}; a parameter may be missing in some
   * @param scores one for each, not all equal
   */
  public static ParameterImportance of(List<Map<String, String>> configurations, double[] scores) {
    Samples.checked(scores);
    if (configurations.size() != scores.length || scores.length < FEWEST) {
      throw new IllegalArgumentException(
          "Invalid number of scores: %d of %d configurations (must be one for each of at least %d)"
              .formatted(scores.length, configurations.size(), FEWEST));
    }
    double variance = Summary.of(scores).variance().orElseThrow();
    if (variance == 0) {
      throw new IllegalArgumentException("Invalid scores: all are equal (must differ)");
    }
    List<String> varied = varied(configurations);
    Random random = new Random(SEED);
    List<Integer> order = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
    Collections.shuffle(order, random);
    List<Fold> folds =
        IntStream.range(0, FOLDS)
            .mapToObj(f -> fold(f, order, configurations, scores, varied, random))
            .toList();
    return new ParameterImportance(
        1 - Statistic.MEAN.of(folds.stream().mapToDouble(Fold::error).toArray()) / variance,
        varied.stream()
            .map(parameter -> share(parameter, folds, variance))
            .sorted(Comparator.comparingDouble(Share::share).reversed())
            .toList());
  }

  private static Share share(String parameter, List<Fold> folds, double variance) {
    double[] shares =
        folds.stream()
            .mapToDouble(f -> (f.permuted().get(parameter) - f.error()) / (2 * variance))
            .toArray();
    return new Share(
        parameter,
        Statistic.MEAN.of(shares),
        new Interval(
            Arrays.stream(shares).min().orElseThrow(), Arrays.stream(shares).max().orElseThrow()));
  }

  /** The parameters in which configurations differ. */
  private static List<String> varied(List<Map<String, String>> configurations) {
    TreeSet<String> names = new TreeSet<>();
    configurations.forEach(c -> names.addAll(c.keySet()));
    return names.stream()
        .filter(
            name ->
                configurations.stream().map(c -> c.getOrDefault(name, "")).distinct().count() > 1)
        .toList();
  }

  private static Fold fold(
      int fold,
      List<Integer> order,
      List<Map<String, String>> configurations,
      double[] scores,
      List<String> varied,
      Random random) {
    RegressionFactory factory = new RegressionFactory();
    MutableDataset<Regressor> seen =
        new MutableDataset<>(new SimpleDataSourceProvenance(SCORE, factory), factory);
    List<Integer> unseen = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      int index = order.get(i);
      if (i % FOLDS == fold) {
        unseen.add(index);
      } else {
        seen.add(example(configurations.get(index), varied, scores[index]));
      }
    }
    Model<Regressor> forest =
        new RandomForestTrainer<>(
                new CARTRegressionTrainer(
                    MOST_SPLITS, SPLITTABLE, 0, FEATURES, false, new MeanSquaredError(), SEED),
                new AveragingCombiner(),
                TREES,
                SEED)
            .train(seen);
    Map<String, Double> permuted = new TreeMap<>();
    for (String parameter : varied) {
      double[] errors = new double[PERMUTATIONS];
      for (int p = 0; p < PERMUTATIONS; p++) {
        List<Integer> others = new ArrayList<>(unseen);
        Collections.shuffle(others, random);
        errors[p] =
            Statistic.MEAN.of(
                IntStream.range(0, unseen.size())
                    .mapToDouble(
                        i -> {
                          Map<String, String> own =
                              new TreeMap<>(configurations.get(unseen.get(i)));
                          String other = configurations.get(others.get(i)).get(parameter);
                          own.compute(parameter, (name, value) -> other);
                          return error(forest, own, varied, scores[unseen.get(i)]);
                        })
                    .toArray());
      }
      permuted.put(parameter, Statistic.MEAN.of(errors));
    }
    return new Fold(
        Statistic.MEAN.of(
            unseen.stream()
                .mapToDouble(i -> error(forest, configurations.get(i), varied, scores[i]))
                .toArray()),
        permuted);
  }

  private static double error(
      Model<Regressor> forest,
      Map<String, String> configuration,
      List<String> varied,
      double score) {
    double predicted =
        forest.predict(example(configuration, varied, score)).getOutput().getValues()[0];
    return (predicted - score) * (predicted - score);
  }

  /**
   * A number is a feature; any other value, and a missing one, is a feature that is there or not.
   */
  private static ArrayExample<Regressor> example(
      Map<String, String> configuration, List<String> varied, double score) {
    ArrayExample<Regressor> example = new ArrayExample<>(new Regressor(SCORE, score));
    for (String name : varied) {
      String value = Objects.requireNonNullElse(configuration.get(name), "");
      try {
        example.add(name, Double.parseDouble(value));
      } catch (NumberFormatException e) {
        example.add(name + "=" + value, 1);
      }
    }
    return example;
  }
}
