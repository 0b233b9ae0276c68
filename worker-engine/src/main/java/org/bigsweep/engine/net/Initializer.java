package org.bigsweep.engine.net;

/** Distribution of initial weights of a map with n_in inputs and n_out outputs. */
public enum Initializer {
  /** U(−a, a), a² = 6/(n_in + n_out) (Glorot and Bengio 2010). */
  GLOROT_UNIFORM(true),
  /** N(0, 2/(n_in + n_out)). */
  GLOROT_NORMAL(false),
  /** U(−a, a), a² = 6/n_in (He et al. 2015). */
  HE_UNIFORM(true),
  /** N(0, 2/n_in). */
  HE_NORMAL(false),
  /**
   * A random orthogonal matrix, or one of orthonormal rows or columns where it is not square (Saxe,
   * McClelland and Ganguli 2014): N(0, 1/max(n_in, n_out)), then made so.
   */
  ORTHOGONAL(false);

  private final boolean uniform;

  Initializer(boolean uniform) {
    this.uniform = uniform;
  }

  /** Variance of a weight. */
  public double variance(int inputs, int outputs) {
    return switch (this) {
      case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / (inputs + outputs);
      case HE_UNIFORM, HE_NORMAL -> 2.0 / inputs;
      case ORTHOGONAL -> 1.0 / Math.max(inputs, outputs);
    };
  }

  /**
   * Gives drawn weights, row by row, the relations that they have to each other; none but for one.
   */
  public void finish(float[] weights, int inputs, int outputs) {
    if (this == ORTHOGONAL) {
      Orthonormal.make(weights, inputs, outputs);
    }
  }

  /** Whether weights are uniform, with bound √(3 variance); normal otherwise. */
  public boolean uniform() {
    return uniform;
  }
}
