package org.bigsweep.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of one trial and the kernels that work in it. Allocates when a trial is set up, never
 * while it trains; {@link #close()} frees everything at once. For one thread.
 */
public final class Workspace implements AutoCloseable {
  private static final int ALIGNMENT_FLOATS = 16;

  private static final int SLAB_FLOATS = 1 << 20;

  /** Bytes of slabs over bytes in use, at most: a matrix does not straddle two slabs. */
  private static final double UNUSED = 1.15;

  private final List<INDArray> slabs = new ArrayList<>();
  private final Kernels kernels = new Kernels();
  private INDArray slab;
  private Matrix scratch;
  private Matrix ones;
  private long next;
  private long end;

  public Workspace() {
    Blas.initialize();
  }

  public Kernels kernels() {
    return kernels;
  }

  /** A new matrix of zeros. */
  public Matrix matrix(int rows, int cols) {
    long padded = roundUp((long) rows * cols);
    if (slab == null || next + padded > end) {
      grow(Math.max(padded, SLAB_FLOATS));
    }
    Matrix matrix = new Matrix(rows, cols, slab, next);
    next += padded;
    return matrix;
  }

  /**
   * A matrix whose content lasts only until the next one from this method is written to: all share
   * the memory of the largest.
   */
  public Matrix scratch(int rows, int cols) {
    if (scratch == null || scratch.size() < rows * cols) {
      scratch = matrix(rows, cols);
    }
    return scratch.reshaped(rows, cols);
  }

  /** A row vector of at least {@code count} ones. */
  public Matrix ones(int count) {
    if (ones == null || ones.cols() < count) {
      ones = matrix(1, count);
      float[] values = new float[count];
      Arrays.fill(values, 1f);
      ones.set(values);
    }
    return ones;
  }

  /** An upper bound of {@link #bytes} for matrices of so many floats together. */
  public static double bytesFor(double floats) {
    double slab = (double) (SLAB_FLOATS + ALIGNMENT_FLOATS) * Float.BYTES;
    return Math.ceil(UNUSED * floats * Float.BYTES / slab + 1) * slab;
  }

  /** Bytes held off the heap. */
  public long bytes() {
    return slabs.stream().mapToLong(s -> s.length() * Float.BYTES).sum();
  }

  @Override
  public void close() {
    slabs.forEach(INDArray::close);
    slabs.clear();
    slab = null;
  }

  private void grow(long floats) {
    slab = Nd4j.create(DataType.FLOAT, floats + ALIGNMENT_FLOATS);
    slabs.add(slab);
    long misaligned = slab.data().pointer().address() / Float.BYTES % ALIGNMENT_FLOATS;
    next = (ALIGNMENT_FLOATS - misaligned) % ALIGNMENT_FLOATS;
    end = next + floats;
  }

  private static long roundUp(long floats) {
    return (floats + ALIGNMENT_FLOATS - 1) / ALIGNMENT_FLOATS * ALIGNMENT_FLOATS;
  }
}
