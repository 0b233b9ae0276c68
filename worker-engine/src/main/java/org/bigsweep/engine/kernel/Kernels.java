package org.bigsweep.engine.kernel;

import java.util.function.Supplier;

/**
 * Elementwise kernels on {@link Matrix} operands of equal size. Each moves L1-sized blocks through
 * heap scratch, where the JIT compiler vectorises plain loops; none allocates. For one thread.
 *
 * <p>Outputs come first. An output may be one of the inputs.
 */
public final class Kernels {
  /** Four blocks fill half of a first-level cache of 32 KiB. */
  private static final int BLOCK = 1024;

  private final Supplier<Vectors> vectors;

  private final float[] a = new float[BLOCK];
  private final float[] b = new float[BLOCK];
  private final float[] c = new float[BLOCK];
  private final float[] d = new float[BLOCK];

  Kernels() {
    this(Vectors::here);
  }

  /**
   * @param vectors what does the leading elements of the kernels it knows
   */
  Kernels(Supplier<Vectors> vectors) {
    this.vectors = vectors;
  }

  /** z := φ(z), in place. */
  public void activate(Matrix z, Activation phi) {
    if (phi == Activation.LINEAR) {
      return;
    }
    int done = phi == Activation.TANH ? vectors.get().tanh(z) : 0;
    for (int from = done; from < z.size(); from += BLOCK) {
      int n = Math.min(BLOCK, z.size() - from);
      z.read(from, a, n);
      apply(phi, a, n);
      z.write(from, a, n);
    }
  }

  /** z := (r − y) ⊙ φ′ with y = φ(z), in place: the local error of a map that should give r. */
  public void error(Matrix z, Activation phi, Matrix r) {
    int done = phi == Activation.TANH ? vectors.get().tanhError(z, r) : 0;
    for (int from = done; from < z.size(); from += BLOCK) {
      int n = Math.min(BLOCK, z.size() - from);
      z.read(from, a, n);
      apply(phi, a, n);
      r.read(from, b, n);
      error(phi, b, a, n);
      z.write(from, a, n);
    }
  }

  /** Every row of out := {@code row}. */
  public void spread(Matrix out, Matrix row) {
    int cols = out.cols();
    if (cols > BLOCK) {
      spreadWide(out, row);
      return;
    }
    int rows = Math.min(BLOCK / cols, out.rows());
    row.read(0, a, cols);
    for (int r = 1; r < rows; r++) {
      System.arraycopy(a, 0, a, r * cols, cols);
    }
    for (int from = 0; from < out.size(); from += rows * cols) {
      out.write(from, a, Math.min(rows * cols, out.size() - from));
    }
  }

  private void spreadWide(Matrix out, Matrix row) {
    int cols = out.cols();
    for (int column = 0; column < cols; column += BLOCK) {
      int n = Math.min(BLOCK, cols - column);
      row.read(column, a, n);
      for (int r = 0; r < out.rows(); r++) {
        out.write(r * cols + column, a, n);
      }
    }
  }

  /** out := x + a y. */
  public void addScaled(Matrix out, Matrix x, float scale, Matrix y) {
    for (int from = 0; from < out.size(); from += BLOCK) {
      int n = Math.min(BLOCK, out.size() - from);
      x.read(from, a, n);
      y.read(from, b, n);
      Elementwise.addScaled(a, scale, b, n);
      out.write(from, a, n);
    }
  }

  /** out := x + a y for a heap array y, row by row. */
  public void addScaled(Matrix out, Matrix x, float scale, float[] y) {
    int done = vectors.get().addScaled(out, x, scale, y);
    for (int from = done; from < out.size(); from += BLOCK) {
      int n = Math.min(BLOCK, out.size() - from);
      x.read(from, a, n);
      System.arraycopy(y, from, b, 0, n);
      Elementwise.addScaled(a, scale, b, n);
      out.write(from, a, n);
    }
  }

  /**
   * A layer's estimate, target and delta: e := α (E − h) + γ (h − I), t := h + e, d := e ⊙ φ′, in
   * this order of operations: differences first, so that a large γ does not magnify their rounding.
   *
   * @param e estimate tˡ − hˡ
   * @param t target; may be E
   * @param d receives e ⊙ φ′, where h = φ(a)
   */
  public void displace(
      Matrix e,
      Matrix t,
      Matrix d,
      float alpha,
      Matrix excitation,
      Matrix h,
      float gamma,
      Matrix inhibition,
      Activation phi) {
    int done =
        phi == Activation.TANH
            ? vectors.get().tanhDisplace(e, t, d, alpha, excitation, h, gamma, inhibition)
            : 0;
    for (int from = done; from < e.size(); from += BLOCK) {
      int n = Math.min(BLOCK, e.size() - from);
      excitation.read(from, a, n);
      h.read(from, b, n);
      inhibition.read(from, c, n);
      Elementwise.scaledDifference(alpha, a, b, n);
      Elementwise.addScaledDifference(a, gamma, b, c, n);
      e.write(from, a, n);
      Elementwise.sum(c, a, b, n);
      t.write(from, c, n);
      slope(phi, a, b, n);
      d.write(from, a, n);
    }
  }

  /** d := e ⊙ φ′, where h = φ(a). */
  public void delta(Matrix d, Matrix e, Matrix h, Activation phi) {
    for (int from = 0; from < d.size(); from += BLOCK) {
      int n = Math.min(BLOCK, d.size() - from);
      e.read(from, a, n);
      h.read(from, b, n);
      slope(phi, a, b, n);
      d.write(from, a, n);
    }
  }

  /** v := μ v + G, p := p − lr v. */
  public void momentum(Matrix p, Matrix v, Matrix gradient, float lr, float mu) {
    for (int from = 0; from < p.size(); from += BLOCK) {
      int n = Math.min(BLOCK, p.size() - from);
      p.read(from, a, n);
      v.read(from, b, n);
      gradient.read(from, c, n);
      Elementwise.momentum(lr, mu, a, b, c, n);
      p.write(from, a, n);
      v.write(from, b, n);
    }
  }

  /** s := ρ s + (1 − ρ) G², p := p − lr G / (√s + ε). */
  public void rmsprop(Matrix p, Matrix s, Matrix gradient, float lr, double rho, float epsilon) {
    for (int from = 0; from < p.size(); from += BLOCK) {
      int n = Math.min(BLOCK, p.size() - from);
      p.read(from, a, n);
      s.read(from, b, n);
      gradient.read(from, c, n);
      Elementwise.rmsprop(lr, (float) rho, (float) (1 - rho), epsilon, a, b, c, n);
      p.write(from, a, n);
      s.write(from, b, n);
    }
  }

  /**
   * m := β₁ m + (1 − β₁) G, v := β₂ v + (1 − β₂) G², p := p − stepSize m / (√v rootScale + ε).
   *
   * @param stepSize lr / (1 − β₁ᵗ)
   * @param rootScale 1 / √(1 − β₂ᵗ)
   */
  public void adam(
      Matrix p,
      Matrix m,
      Matrix v,
      Matrix gradient,
      float stepSize,
      float rootScale,
      double beta1,
      double beta2,
      float epsilon) {
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    int done =
        vectors
            .get()
            .adam(
                stepSize,
                rootScale,
                (float) beta1,
                rest1,
                (float) beta2,
                rest2,
                epsilon,
                p,
                m,
                v,
                gradient);
    for (int from = done; from < p.size(); from += BLOCK) {
      int n = Math.min(BLOCK, p.size() - from);
      p.read(from, a, n);
      m.read(from, b, n);
      v.read(from, c, n);
      gradient.read(from, d, n);
      Elementwise.adam(
          stepSize, rootScale, (float) beta1, rest1, (float) beta2, rest2, epsilon, a, b, c, d, n);
      p.write(from, a, n);
      m.write(from, b, n);
      v.write(from, c, n);
    }
  }

  /** out := a x. */
  public void scale(Matrix out, float scale, Matrix x) {
    for (int from = 0; from < out.size(); from += BLOCK) {
      int n = Math.min(BLOCK, out.size() - from);
      x.read(from, a, n);
      Elementwise.scale(scale, a, n);
      out.write(from, a, n);
    }
  }

  /** out := size · sign(x), with sign(0) = 0. */
  public void signs(Matrix out, float size, Matrix x) {
    for (int from = 0; from < out.size(); from += BLOCK) {
      int n = Math.min(BLOCK, out.size() - from);
      x.read(from, a, n);
      for (int k = 0; k < n; k++) {
        a[k] = size * Math.signum(a[k]);
      }
      out.write(from, a, n);
    }
  }

  /** out := x. */
  public void copy(Matrix out, Matrix x) {
    for (int from = 0; from < out.size(); from += BLOCK) {
      int n = Math.min(BLOCK, out.size() - from);
      x.read(from, a, n);
      out.write(from, a, n);
    }
  }

  /** Row r of out := row {@code indices[from + r]} of {@code source}, for every row of out. */
  public void gather(Matrix out, float[] source, int[] indices, int from) {
    int cols = out.cols();
    for (int r = 0; r < out.rows(); r++) {
      out.write(r * cols, source, indices[from + r] * cols, cols);
    }
  }

  /**
   * Shortens every row of {@code x} that is longer than {@code bound} to it.
   *
   * @return whether there was one
   */
  public boolean limitRows(Matrix x, double bound) {
    boolean any = false;
    int cols = x.cols();
    for (int row = 0; row < x.size(); row += cols) {
      double norm = Math.sqrt(squares(x, row, cols));
      if (norm > bound) {
        any = true;
        scale(x, row, cols, (float) (bound / norm));
      }
    }
    return any;
  }

  private double squares(Matrix x, int from, int count) {
    double sum = 0;
    for (int k = from; k < from + count; k += BLOCK) {
      int n = Math.min(BLOCK, from + count - k);
      x.read(k, a, n);
      for (int j = 0; j < n; j++) {
        sum += (double) a[j] * a[j];
      }
    }
    return sum;
  }

  private void scale(Matrix x, int from, int count, float factor) {
    for (int k = from; k < from + count; k += BLOCK) {
      int n = Math.min(BLOCK, from + count - k);
      x.read(k, a, n);
      Elementwise.scale(factor, a, n);
      x.write(k, a, n);
    }
  }

  /** Largest |x|; NaN if any element is NaN. */
  public float largest(Matrix x) {
    float largest = 0f;
    for (int from = 0; from < x.size(); from += BLOCK) {
      int n = Math.min(BLOCK, x.size() - from);
      x.read(from, a, n);
      for (int j = 0; j < n; j++) {
        largest = Math.max(largest, Math.abs(a[j]));
      }
    }
    return largest;
  }

  /** Number of elements with |x| &gt; {@code bound}. */
  public int countBeyond(Matrix x, float bound) {
    int count = 0;
    for (int from = 0; from < x.size(); from += BLOCK) {
      int n = Math.min(BLOCK, x.size() - from);
      x.read(from, a, n);
      for (int j = 0; j < n; j++) {
        count += Math.abs(a[j]) > bound ? 1 : 0;
      }
    }
    return count;
  }

  private static void apply(Activation phi, float[] x, int n) {
    switch (phi) {
      case TANH -> Elementwise.tanh(x, n);
      case RELU -> Elementwise.relu(x, n);
      case SIGMOID -> {
        Elementwise.scale(0.5f, x, n);
        Elementwise.tanh(x, n);
        Elementwise.halfPlusHalf(x, n);
      }
      case LINEAR -> {}
    }
  }

  private static void slope(Activation phi, float[] e, float[] h, int n) {
    switch (phi) {
      case TANH -> Elementwise.tanhSlope(e, h, n);
      case RELU -> Elementwise.reluSlope(e, h, n);
      case SIGMOID -> Elementwise.sigmoidSlope(e, h, n);
      case LINEAR -> {}
    }
  }

  private static void error(Activation phi, float[] r, float[] y, int n) {
    switch (phi) {
      case TANH -> Elementwise.tanhError(r, y, n);
      case RELU -> Elementwise.reluError(r, y, n);
      case SIGMOID -> Elementwise.sigmoidError(r, y, n);
      case LINEAR -> Elementwise.subtractFrom(r, y, n);
    }
  }
}
