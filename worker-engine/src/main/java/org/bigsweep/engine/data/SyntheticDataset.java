package org.bigsweep.engine.data;

import java.util.List;
import java.util.Random;
import org.bigsweep.util.Sha256;

/**
 * Seeded Gaussian clusters: 10 classes of {@value #CLUSTERS} clusters each, 8 × 8 pixels, 2,000
 * training and 500 test images. A pixel is round(c + {@value #NOISE} z) clamped to 0…255, where c
 * is the cluster's centre, uniform in 64…192, and z ~ N(0, 1).
 *
 * <p>The same bytes on every machine: {@link Random} is specified to the bit. A linear classifier
 * gets about nine in ten test images right.
 */
final class SyntheticDataset {
  static final String NAME = "synthetic";
  static final int SIDE = 8;

  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = 10;
  private static final int CLUSTERS = 3;
  private static final double NOISE = 50;
  private static final int TRAINING = 2_000;
  private static final int TEST = 500;
  private static final long SEED = 20230824;

  private final Random random = new Random(SEED);
  private final double[][] centres = new double[CLASSES * CLUSTERS][PIXELS];

  private SyntheticDataset() {
    for (double[] centre : centres) {
      for (int p = 0; p < PIXELS; p++) {
        centre[p] = 64 + 128 * random.nextDouble();
      }
    }
  }

  static Dataset create() {
    SyntheticDataset generator = new SyntheticDataset();
    LabelledImages training = generator.draw(TRAINING);
    LabelledImages test = generator.draw(TEST);
    List<String> checksums =
        List.of(
            imageChecksum(training),
            Sha256.hex(Idx.encodeLabels(training.labels())),
            imageChecksum(test),
            Sha256.hex(Idx.encodeLabels(test.labels())));
    return new Dataset(NAME, Checksum.ofDataset(checksums), CLASSES, training, test);
  }

  private LabelledImages draw(int count) {
    byte[] pixels = new byte[count * PIXELS];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(CLASSES);
      double[] centre = centres[label * CLUSTERS + random.nextInt(CLUSTERS)];
      labels[i] = (byte) label;
      for (int p = 0; p < PIXELS; p++) {
        long value = Math.round(centre[p] + NOISE * random.nextGaussian());
        pixels[i * PIXELS + p] = (byte) Math.max(0, Math.min(255, value));
      }
    }
    return new LabelledImages(PIXELS, pixels, labels);
  }

  private static String imageChecksum(LabelledImages images) {
    return Sha256.hex(Idx.encodeImages(images.count(), SIDE, SIDE, images.pixels()));
  }
}
