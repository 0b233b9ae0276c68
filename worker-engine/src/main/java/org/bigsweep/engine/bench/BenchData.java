package org.bigsweep.engine.bench;

import java.util.Random;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.data.Inputs;
import org.bigsweep.engine.data.LabelledImages;
import org.bigsweep.engine.data.PixelScale;
import org.bigsweep.engine.data.Split;

/** The images that benchmarks train on. */
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

  /** Validation images: the last twelfth of the training file, as MNIST is divided by default. */
  static int validation(Dataset dataset) {
    return dataset.training().count() / 12;
  }

  /**
   * Brings {@link #here} from the cache into the arrays that training reads, as the first trial of
   * a process does.
   *
   * @return seconds that it took
   */
  public static double readySeconds() {
    long start = System.nanoTime();
    Dataset dataset = here();
    int images = dataset.training().count();
    Split split = new Split(images - validation(dataset), validation(dataset), images);
    Inputs.of(dataset, new Inputs.Preprocessing(split, PixelScale.UNIT, false));
    return (System.nanoTime() - start) / 1e9;
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
