package org.bigsweep.engine.trial;

import org.bigsweep.engine.data.InputColumns;
import org.bigsweep.engine.kernel.Matrix;

/**
 * Converts the rows of the first layer's weights between the order of pixels and that of input
 * columns.
 */
final class InputRows {
  private InputRows() {}

  /** Brings rows from the order of pixels into that of input columns, in place. */
  static void toColumns(InputColumns columns, Matrix weights) {
    float[] byPixel = weights.toArray();
    float[] byColumn = new float[byPixel.length];
    int width = weights.cols();
    for (int row = 0; row < columns.total(); row++) {
      System.arraycopy(byPixel, columns.pixel(row) * width, byColumn, row * width, width);
    }
    weights.set(byColumn);
  }

  /** The opposite of {@link #toColumns}, into {@code byPixel}. */
  static void toPixels(InputColumns columns, Matrix weights, Matrix byPixel) {
    float[] byColumn = weights.toArray();
    float[] values = new float[byColumn.length];
    int width = weights.cols();
    for (int row = 0; row < columns.total(); row++) {
      System.arraycopy(byColumn, row * width, values, columns.pixel(row) * width, width);
    }
    byPixel.set(values);
  }
}
