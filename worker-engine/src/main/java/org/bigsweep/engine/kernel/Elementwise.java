package org.bigsweep.engine.kernel;

/**
 * The loops of the kernels over heap arrays, each in the one shape that the JIT compiler turns into
 * vector instructions: same index everywhere, no branch, no reduction, no sum of two products
 * (which C2 leaves scalar when the trip count varies: seven times slower). Results are exact IEEE
 * arithmetic and so do not depend on the compiler.
 */
final class Elementwise {
  /**
   * Added and subtracted again, it turns what would be denormal into 0 and leaves what is beyond
   * 1e-22; what lies between may lose digits.
   */
  static final float FLUSH = 1e-30f;

  /** The smallest argument at which the approximation is 1; it nowhere exceeds 1 below it. */
  static final float TANH_BOUND = 7.99881172180175781f;

  /** Coefficients of tanh's numerator v (P1 + P3 s + … + P13 s⁶) and denominator, s = v². */
  static final float P1 = 4.89352455891786e-03f;

  static final float P3 = 6.37261928875436e-04f;
  static final float P5 = 1.48572235717979e-05f;
  static final float P7 = 5.12229709037114e-08f;
  static final float P9 = -8.60467152213735e-11f;
  static final float P11 = 2.00018790482477e-13f;
  static final float P13 = -2.76076847742355e-16f;
  static final float Q0 = 4.89352518554385e-03f;
  static final float Q2 = 2.26843463243900e-03f;
  static final float Q4 = 1.18534705686654e-04f;
  static final float Q6 = 1.19825839466702e-06f;

  private Elementwise() {}

  /**
   * x := tanh x, absolute error ≤ 3e-7, |result| ≤ 1, NaN where x is not finite: the rational
   * minimax approximation of degree 13/6 that Eigen uses.
   */
  static void tanh(float[] x, int n) {
    for (int j = 0; j < n; j++) {
      float a = x[j];
      float v = Math.max(-TANH_BOUND, Math.min(TANH_BOUND, a));
      float s = v * v;
      float p = Math.fma(s, P13, P11);
      p = Math.fma(s, p, P9);
      p = Math.fma(s, p, P7);
      p = Math.fma(s, p, P5);
      p = Math.fma(s, p, P3);
      p = Math.fma(s, p, P1);
      float q = Math.fma(s, Q6, Q4);
      q = Math.fma(s, q, Q2);
      q = Math.fma(s, q, Q0);
      // 0 · a is NaN where a is not finite
      x[j] = Math.fma(0f, a, v * p / q);
    }
  }

  static void scale(float factor, float[] x, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = factor * x[j];
    }
  }

  static void halfPlusHalf(float[] x, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = 0.5f + 0.5f * x[j];
    }
  }

  static void relu(float[] x, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = Math.max(0f, x[j]);
    }
  }

  /** x := x + a y. */
  static void addScaled(float[] x, float a, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = x[j] + a * y[j];
    }
  }

  /** e := e (1 − h²). */
  static void tanhSlope(float[] e, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      e[j] = (e[j] * (1f - h[j] * h[j]) + FLUSH) - FLUSH;
    }
  }

  /** e := e h (1 − h). */
  static void sigmoidSlope(float[] e, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      e[j] = (e[j] * (h[j] * (1f - h[j])) + FLUSH) - FLUSH;
    }
  }

  /** e := e where h &gt; 0, else 0. */
  static void reluSlope(float[] e, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      e[j] = h[j] > 0f ? e[j] : 0f;
    }
  }

  /** x := a (x − y). */
  static void scaledDifference(float a, float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = a * (x[j] - y[j]);
    }
  }

  /** x := x + a (y − z). */
  static void addScaledDifference(float[] x, float a, float[] y, float[] z, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = x[j] + a * (y[j] - z[j]);
    }
  }

  /** x := y + z. */
  static void sum(float[] x, float[] y, float[] z, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = y[j] + z[j];
    }
  }

  /** y := r − y. */
  static void subtractFrom(float[] r, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = r[j] - y[j];
    }
  }

  /** y := (r − y) (1 − y²), the error behind a tanh whose output is y. */
  static void tanhError(float[] r, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = ((r[j] - y[j]) * (1f - y[j] * y[j]) + FLUSH) - FLUSH;
    }
  }

  /** y := (r − y) y (1 − y). */
  static void sigmoidError(float[] r, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = ((r[j] - y[j]) * (y[j] * (1f - y[j])) + FLUSH) - FLUSH;
    }
  }

  /** y := r − y where y &gt; 0, else 0. */
  static void reluError(float[] r, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = y[j] > 0f ? r[j] - y[j] : 0f;
    }
  }

  /** v := μ v + G, p := p − lr v. */
  static void momentum(float lr, float mu, float[] p, float[] v, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      float speed = (mu * v[j] + g[j] + FLUSH) - FLUSH;
      v[j] = speed;
      p[j] = p[j] - lr * speed;
    }
  }

  /**
   * s := ρ s + (1 − ρ) G², p := p − lr G / (√s + ε).
   *
   * @param rest 1 − ρ, rounded once: 1 − (float) ρ would be off by up to 5e-5 of itself
   */
  static void rmsprop(
      float lr, float rho, float rest, float epsilon, float[] p, float[] s, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      float square = (rho * s[j] + rest * (g[j] * g[j]) + FLUSH) - FLUSH;
      s[j] = square;
      p[j] = p[j] - lr * g[j] / ((float) Math.sqrt(square) + epsilon);
    }
  }

  /**
   * m := β₁ m + (1 − β₁) G, v := β₂ v + (1 − β₂) G², p := p − stepSize m / (√v · rootScale + ε).
   *
   * @param stepSize lr / (1 − β₁ᵗ)
   * @param rootScale 1 / √(1 − β₂ᵗ)
   * @param rest1 1 − β₁, rounded once
   * @param rest2 1 − β₂, rounded once
   */
  static void adam(
      float stepSize,
      float rootScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float[] p,
      float[] m,
      float[] v,
      float[] g,
      int n) {
    for (int j = 0; j < n; j++) {
      float mean = (beta1 * m[j] + rest1 * g[j] + FLUSH) - FLUSH;
      float square = (beta2 * v[j] + rest2 * (g[j] * g[j]) + FLUSH) - FLUSH;
      m[j] = mean;
      v[j] = square;
      p[j] = p[j] - stepSize * mean / ((float) Math.sqrt(square) * rootScale + epsilon);
    }
  }
}
