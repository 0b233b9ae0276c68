package org.bigsweep.engine.kernel;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense float32 matrix, row by row without gaps, off the heap and 64-byte aligned. It lives until
 * the {@link Workspace} that made it is closed.
 */
public final class Matrix {
  private final int rows;
  private final int cols;
  private final INDArray slab;
  private final long offset;
  private final FloatPointer pointer;
  private final FloatBuffer values;
  private final ByteBuffer bytes;

  /**
   * @param slab one-dimensional ND4J array that owns the memory
   * @param offset first element, counted from the start of {@code slab}
   */
  Matrix(int rows, int cols, INDArray slab, long offset) {
    this.rows = rows;
    this.cols = cols;
    this.slab = slab;
    this.offset = offset;
    FloatPointer base = new FloatPointer(slab.data().pointer());
    this.pointer = base.getPointer(offset);
    this.values = pointer.capacity(size()).asBuffer();
    this.bytes = new BytePointer(pointer).capacity(size() * (long) Float.BYTES).asByteBuffer();
  }

  public int rows() {
    return rows;
  }

  public int cols() {
    return cols;
  }

  /** Number of elements. */
  public int size() {
    return rows * cols;
  }

  /** The first {@code count} rows of this matrix, on the same memory. */
  public Matrix head(int count) {
    if (count < 1 || count > rows) {
      throw new IllegalArgumentException("Invalid rows: " + count + " (must be 1.." + rows + ")");
    }
    return count == rows ? this : reshaped(count, cols);
  }

  /**
   * Rows {@code from} … {@code from + count − 1}, on the same memory, aligned as their place is.
   */
  public Matrix rows(int from, int count) {
    if (from < 0 || count < 1 || from + count > rows) {
      throw new IllegalArgumentException(
          "Invalid rows: %d from %d (must be within 0..%d)".formatted(count, from, rows - 1));
    }
    return new Matrix(count, cols, slab, offset + (long) from * cols);
  }

  /** A matrix of that shape on the front of this one's memory. */
  Matrix reshaped(int newRows, int newCols) {
    return new Matrix(newRows, newCols, slab, offset);
  }

  /** Copies all elements from {@code source}, which must have {@link #size()} of them. */
  public void set(float[] source) {
    if (source.length != size()) {
      throw new IllegalArgumentException(
          "Invalid length: " + source.length + " (must be " + size() + ")");
    }
    values.put(0, source);
  }

  /** A copy of all elements, row by row. */
  public float[] toArray() {
    float[] copy = new float[size()];
    values.get(0, copy);
    return copy;
  }

  /** An ND4J view of the same memory, shaped [rows, cols]. */
  public INDArray toNd4j() {
    return slab.get(NDArrayIndex.interval(offset, offset + size())).reshape('c', rows, cols);
  }

  /** Sets every element to 0. */
  public void clear() {
    Pointer.memset(pointer, 0, size() * (long) Float.BYTES);
  }

  /** Copies {@code count} elements that start at {@code from} into the front of {@code target}. */
  void read(int from, float[] target, int count) {
    values.get(from, target, 0, count);
  }

  /** Copies the first {@code count} elements of {@code source} to the place {@code from}. */
  void write(int from, float[] source, int count) {
    values.put(from, source, 0, count);
  }

  /** Copies {@code count} elements of {@code source} that start at {@code sourceFrom}. */
  void write(int from, float[] source, int sourceFrom, int count) {
    values.put(from, source, sourceFrom, count);
  }

  /** The elements' bytes, in native order. */
  ByteBuffer bytes() {
    return bytes;
  }

  FloatPointer pointer() {
    return pointer;
  }
}
