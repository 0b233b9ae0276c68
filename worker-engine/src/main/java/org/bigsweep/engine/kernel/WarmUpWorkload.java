package org.bigsweep.engine.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A small workload that runs every kernel of {@link Vectors}, on memory of its own. */
final class WarmUpWorkload implements Runnable, AutoCloseable {
  private static final int VALUES = 4096;
  private static final int MATRICES = 5;

  private final Workspace workspace = new Workspace();
  private final Matrix[] m =
      IntStream.range(0, MATRICES)
          .mapToObj(k -> workspace.matrix(1, VALUES))
          .toArray(Matrix[]::new);

  private final float[] heap = new float[VALUES];
  private final double[] logits = new double[VALUES];

  private final Vectors vectors;
  private final Kernels kernels;

  /**
   * @param vectors what does the kernels that it knows
   */
  WarmUpWorkload(Vectors vectors) {
    this.vectors = vectors;
    this.kernels = new Kernels(() -> vectors);
  }

  @Override
  public void run() {
    Arrays.fill(heap, 0.5f);
    Arrays.fill(logits, -1);
    kernels.addScaled(m[0], m[0], 1e-3f, heap);
    kernels.activate(m[0], Activation.TANH);
    kernels.error(m[1], Activation.TANH, m[0]);
    kernels.displace(m[2], m[3], m[4], 1, m[1], m[0], 1, m[1], Activation.TANH);
    kernels.adam(m[0], m[1], m[2], m[3], 1e-6f, 1, 0.9, 0.999, 1e-8f);
    SoftmaxCrossEntropy.exponentials(vectors, logits, logits.length);
  }

  @Override
  public void close() {
    workspace.close();
  }
}
