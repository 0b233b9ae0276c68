package org.bigsweep.engine.kernel;

import org.bigsweep.engine.jit.WarmUp;

/**
 * The kernels for which explicit vector instructions are faster than the loops of {@link
 * Elementwise}. Each works on the leading elements of its operands and returns how many it has
 * done; the caller does the rest by those loops, to the same bits. This class does none: it stands
 * in where the JVM has no vector module.
 */
class Vectors {
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * The instructions that this JVM is ready for; the better ones a second or so after the start.
   */
  static Vectors here() {
    return Chosen.vectors;
  }

  /** x := tanh x. */
  int tanh(Matrix x) {
    return 0;
  }

  /** y := (r − tanh y) (1 − tanh² y). */
  int tanhError(Matrix y, Matrix r) {
    return 0;
  }

  /** {@link Kernels#displace} with φ = tanh. */
  int tanhDisplace(
      Matrix e,
      Matrix t,
      Matrix d,
      float alpha,
      Matrix excitation,
      Matrix h,
      float gamma,
      Matrix inhibition) {
    return 0;
  }

  /** x := {@link Exponential#of eˣ}. */
  int exp(double[] x, int size) {
    return 0;
  }

  /** out := x + a y. */
  int addScaled(Matrix out, Matrix x, float scale, float[] y) {
    return 0;
  }

  /** {@link Elementwise#adam}. */
  int adam(
      float stepSize,
      float rootScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      Matrix p,
      Matrix m,
      Matrix v,
      Matrix gradient) {
    return 0;
  }

  /** Apart, so that no subclass is needed before this class is initialised. */
  private static final class Chosen {
    static volatile Vectors vectors = new Vectors();

    static {
      if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
        prepare();
      }
    }

    private static void prepare() {
      try {
        if (WideVectors.areFast()) {
          WarmUpWorkload fast = new WarmUpWorkload(new WideVectors());
          WarmUpWorkload plain = new WarmUpWorkload(new Vectors());
          WarmUp.start(
              "vector kernels",
              fast,
              plain,
              () -> {
                vectors = new WideVectors();
                fast.close();
                plain.close();
              });
        }
      } catch (LinkageError e) {
        // a later JDK, whose module has other methods: the plain loops it is
      }
    }
  }
}
