package org.bigsweep.engine.data;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The order in which a network takes an image's pixels: first those that are not zero throughout
 * the training images, then those that some other image of the dataset needs, then those that no
 * image needs, each group in the image's own order. A pixel that is always zero adds nothing to any
 * sum of training and its weights never move, so training takes the {@link #active} columns alone,
 * and evaluation the {@link #seen} ones. Where that does not hold, for weights decay or zero is not
 * what the network sees, both take all columns.
 */
public final class InputColumns {
  /** Leading columns are rounded up to a multiple of this, for the product's sake. */
  private static final int MULTIPLE = 16;

  private final int[] order;
  private final int active;
  private final int seen;

  private InputColumns(int[] order, int active, int seen) {
    this.order = order;
    this.active = active;
    this.seen = seen;
  }

  /** All columns in the image's own order, all of them active. */
  static InputColumns all(int total) {
    return new InputColumns(IntStream.range(0, total).toArray(), total, total);
  }

  /** The columns of {@code dataset} when the first {@code trainingImages} images are trained on. */
  public static InputColumns of(Dataset dataset, int trainingImages) {
    LabelledImages training = dataset.training();
    boolean[] used = used(training, 0, trainingImages);
    boolean[] others = used(training, trainingImages, training.count());
    boolean[] tested = used(dataset.test(), 0, dataset.test().count());
    int[] first = pixels(used.length, c -> used[c]);
    int[] then = pixels(used.length, c -> !used[c] && (others[c] || tested[c]));
    int[] last = pixels(used.length, c -> !used[c] && !others[c] && !tested[c]);
    int[] order = Stream.of(first, then, last).flatMapToInt(Arrays::stream).toArray();
    return new InputColumns(
        order,
        roundUp(first.length, order.length),
        roundUp(first.length + then.length, order.length));
  }

  private static boolean[] used(LabelledImages images, int from, int to) {
    int total = images.pixelsPerImage();
    boolean[] used = new boolean[total];
    byte[] pixels = images.pixels();
    for (int image = from; image < to; image++) {
      int row = image * total;
      for (int column = 0; column < total; column++) {
        used[column] |= pixels[row + column] != 0;
      }
    }
    return used;
  }

  private static int[] pixels(int total, IntPredicate which) {
    return IntStream.range(0, total).filter(which).toArray();
  }

  private static int roundUp(int columns, int total) {
    return Math.min(total, (columns + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
  }

  /** Columns that training needs, a multiple of 16 or all there are. */
  public int active() {
    return active;
  }

  /** Columns that evaluation needs, a multiple of 16 or all there are. */
  public int seen() {
    return seen;
  }

  /** All columns. */
  public int total() {
    return order.length;
  }

  /** The image's pixel that column {@code column} takes. */
  public int pixel(int column) {
    return order[column];
  }

  /**
   * Pixels of images {@code from} … {@code to} − 1, one row each, in this order.
   *
   * @param numbers the number for each value of a pixel
   * @param columns leading columns to take
   */
  public float[] values(LabelledImages images, int from, int to, int columns, float[] numbers) {
    float[] values = new float[(to - from) * columns];
    byte[] pixels = images.pixels();
    int next = 0;
    for (int image = from; image < to; image++) {
      int row = image * images.pixelsPerImage();
      for (int column = 0; column < columns; column++) {
        values[next++] = numbers[pixels[row + order[column]] & 0xff];
      }
    }
    return values;
  }
}
