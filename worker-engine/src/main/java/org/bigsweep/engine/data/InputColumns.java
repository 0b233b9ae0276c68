package org.bigsweep.engine.data;

import java.util.stream.IntStream;

/**
 * The order in which a network takes an image's pixels: those that are not zero throughout the
 * training images first, each group in the image's own order. A pixel that is always zero adds
 * nothing to any sum of training and its weights never move, so training leaves out the columns
 * beyond {@link #active}; evaluation takes all, for other images may not be zero there. Where that
 * does not hold, for weights decay or zero is not what the network sees, all columns are active.
 */
public final class InputColumns {
  /** Active columns are rounded up to a multiple of this, for the product's sake. */
  private static final int MULTIPLE = 16;

  private final int[] order;
  private final int active;

  private InputColumns(int[] order, int active) {
    this.order = order;
    this.active = active;
  }

  /** All columns in the image's own order, all of them active. */
  static InputColumns all(int total) {
    return new InputColumns(IntStream.range(0, total).toArray(), total);
  }

  /** The columns of the first {@code trainingImages} images of {@code training}. */
  public static InputColumns of(LabelledImages training, int trainingImages) {
    int total = training.pixelsPerImage();
    boolean[] used = new boolean[total];
    byte[] pixels = training.pixels();
    for (int image = 0; image < trainingImages; image++) {
      int row = image * total;
      for (int column = 0; column < total; column++) {
        used[column] |= pixels[row + column] != 0;
      }
    }
    int count = (int) IntStream.range(0, total).filter(c -> used[c]).count();
    int[] order =
        IntStream.concat(
                IntStream.range(0, total).filter(c -> used[c]),
                IntStream.range(0, total).filter(c -> !used[c]))
            .toArray();
    return new InputColumns(order, Math.min(total, (count + MULTIPLE - 1) / MULTIPLE * MULTIPLE));
  }

  /** Columns that training needs, at least one multiple of 16 or all there are. */
  public int active() {
    return active;
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
