package org.bigsweep.engine.kernel;

/** The signs of a matrix's elements. For one thread; it allocates only when it is made. */
public final class Signs {
  private static final int BLOCK = 1024;

  private final float[] values = new float[BLOCK];

  /** out := size · sign(x), with sign(0) = 0. */
  public void write(Matrix out, float size, Matrix x) {
    for (int from = 0; from < x.size(); from += BLOCK) {
      int n = Math.min(BLOCK, x.size() - from);
      x.read(from, values, n);
      for (int k = 0; k < n; k++) {
        values[k] = size * Math.signum(values[k]);
      }
      out.write(from, values, n);
    }
  }
}
