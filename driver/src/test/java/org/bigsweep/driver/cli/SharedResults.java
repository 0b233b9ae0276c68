package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What scenarios have in common; they leave it as it is.
 *
 * @param sweep of eight trials
 * @param results of it
 * @param data a dataset of 300 training images as IDX files
 * @param place for files of the scenarios' own
 */
record SharedResults(Path sweep, Path results, Path data, Path place) {
  static final int TRIALS = 8;

  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 200, validationImages: 50, epochs: 2, depth: 3, width: 8}
      grid:
        rule: [BP, DTP]
        learningRate: [0.003, 0.01]
      seeds: 0..1
      keepWeights: last
      """;

  private static final AtomicInteger PLACES = new AtomicInteger();

  static SharedResults in(Path directory) throws IOException {
    Path sweep = Files.writeString(directory.resolve("small.yaml"), SWEEP);
    Path results = directory.resolve("results");
    Path data = CommandScenarios.writeDataset(directory.resolve("data"), 300, 100);
    return new SharedResults(sweep, results, data, directory);
  }

  /** A path that nothing has yet. */
  Path fresh() {
    return place.resolve("fresh-" + PLACES.incrementAndGet());
  }
}
