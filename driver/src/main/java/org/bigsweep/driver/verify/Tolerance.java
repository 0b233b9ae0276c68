package org.bigsweep.driver.verify;

import java.util.Objects;
import java.util.Set;

/** A criterion for the agreement of two values. */
public enum Tolerance {
  /** Values agree only if they have the same bits. */
  SAME_BITS {
    @Override
    boolean agree(String column, Object stored, Object again) {
      return Objects.equals(stored, again);
    }
  },

  /**
   * The tolerance between families of BLAS kernels, which round differently. In the first {@link
   * #EPOCHS} epochs, choices and counts must be the same, accuracies agree within {@link
   * #ACCURACY}, and losses within {@link #LOSS} of the larger one. Later, and in other measures,
   * rounding grows to differences of any size.
   */
  OTHER_KERNELS {
    @Override
    boolean agree(String column, Object stored, Object again) {
      if (stored instanceof Double x && again instanceof Double y) {
        return withinMeasure(column, x, y);
      }
      return LEADS_APART.contains(column) || Objects.equals(stored, again);
    }
  };

  public static final int EPOCHS = 5;
  public static final double ACCURACY = 0.01;
  public static final double LOSS = 0.05;

  /** Columns that are no measurements but follow from them. */
  private static final Set<String> LEADS_APART =
      Set.of("best_epoch", "collapsed_epoch", "collapsed");

  /** What holds between results of two families of BLAS kernels. */
  static Tolerance between(String kernel, String other) {
    return kernel.equals(other) ? SAME_BITS : OTHER_KERNELS;
  }

  abstract boolean agree(String column, Object stored, Object again);

  private static boolean withinMeasure(String column, double x, double y) {
    if (column.endsWith("accuracy")) {
      return Math.abs(x - y) <= ACCURACY;
    }
    return !column.endsWith("loss") || Math.abs(x - y) <= LOSS * Math.max(Math.abs(x), Math.abs(y));
  }
}
