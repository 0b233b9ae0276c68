package org.bigsweep.driver.space;

import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A class of points of a space that share the values of some parameters, each with its index in the
 * space. The classes of one partition are disjoint and together hold every point.
 */
public final class PointClass {
  private final Block block;
  private final ParameterCatalog catalog;
  private final long offset;

  /** Rows of each of the block's factors; empty for all. */
  private final List<Optional<int[]>> rows;

  private final long size;

  PointClass(Block block, ParameterCatalog catalog, long offset, List<Optional<int[]>> rows) {
    this.block = block;
    this.catalog = catalog;
    this.offset = offset;
    this.rows = List.copyOf(rows);
    long product = 1;
    for (int f = 0; f < rows.size(); f++) {
      product *= rowsOf(f);
    }
    size = product;
  }

  public long size() {
    return size;
  }

  /** The index in the space of this class's i-th point; one to one, without computing the point. */
  public long index(long i) {
    long rest = i;
    long stride = 1;
    long index = 0;
    for (int f = rows.size() - 1; f >= 0; f--) {
      long count = rowsOf(f);
      long position = rest % count;
      rest /= count;
      Optional<int[]> chosen = rows.get(f);
      index += stride * (chosen.isPresent() ? chosen.get()[(int) position] : position);
      stride *= block.factors().get(f).size();
    }
    return offset + index;
  }

  /** This class's i-th point. */
  public TrialSpec get(long i) {
    return catalog.written(block.get(index(i) - offset));
  }

  private long rowsOf(int factor) {
    return rows.get(factor).map(r -> (long) r.length).orElse(block.factors().get(factor).size());
  }
}
