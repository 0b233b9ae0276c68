package org.bigsweep.engine.bench;

import java.util.Random;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.data.LabelledImages;

/** The images that are trained on while time is taken. */
public final class BenchData {
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final int TRAINING = 12_000;
  private static final int TEST = 2_000;

  private BenchData() {}

  /** MNIST if it is in the cache, else {@link #random}; never fetches. */
  public static Dataset here() {
    DatasetCatalog catalog = DatasetCatalog.standard();
    return catalog.isPresent("mnist") ? catalog.load("mnist", FetchListener.NONE) : random();
  }

  /** Images of MNIST's size and a fifth of its number, no pixel of them 0, with random labels. */
  public static Dataset random() {
    Random random = new Random(1);
    return new Dataset("random", "random", CLASSES, images(random, TRAINING), images(random, TEST));
  }

  private static LabelledImages images(Random random, int count) {
    byte[] pixels = new byte[count * PIXELS];
    byte[] labels = new byte[count];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (byte) (1 + random.nextInt(255));
    }
    for (int k = 0; k < count; k++) {
      labels[k] = (byte) random.nextInt(CLASSES);
    }
    return new LabelledImages(PIXELS, pixels, labels);
  }
}
