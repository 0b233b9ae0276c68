package org.bigsweep.engine.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * A recording of the matrix products of some work. Running them again alone measures what the work
 * would cost if everything but its products were free. For benchmarks on one thread; while nothing
 * is recorded it costs a product one read of a field.
 */
public final class GemmTrace {
  static GemmTrace current;

  private final List<Runnable> calls = new ArrayList<>();
  private double flops;

  private GemmTrace() {}

  /** The products of {@code work}, which is run once. */
  public static GemmTrace record(Runnable work) {
    GemmTrace trace = new GemmTrace();
    current = trace;
    try {
      work.run();
    } finally {
      current = null;
    }
    return trace;
  }

  void add(int rows, int cols, int inner, Runnable call) {
    calls.add(call);
    flops += 2.0 * rows * cols * inner;
  }

  /** Runs exactly the same products on the same buffers, which it overwrites. */
  public void replay() {
    for (Runnable call : calls) {
      call.run();
    }
  }

  /** Runs each product {@code times} in a row, so that but the first find their operands cached. */
  public void replayEach(int times) {
    for (Runnable call : calls) {
      for (int k = 0; k < times; k++) {
        call.run();
      }
    }
  }

  /** Number of products. */
  public int size() {
    return calls.size();
  }

  /** Floating-point operations of all products, a multiply and an add counting as two. */
  public double flops() {
    return flops;
  }
}
