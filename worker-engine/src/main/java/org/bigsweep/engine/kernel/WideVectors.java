package org.bigsweep.engine.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in {@code jdk.incubator.vector} as of Java 17, which work directly on off-heap
 * memory. An element goes through exactly the operations of {@link Elementwise}, so its bits do not
 * depend on which of the two did it, nor on the vectors' width.
 *
 * <p>Loops around tanh are written out for two vectors at a time. That is more than the JIT
 * compiler inlines: where it inlined a single one into the training loop, it gave up keeping the
 * constants in registers and took three times as long.
 */
final class WideVectors extends Vectors {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PAIR = 2 * LANES;

  /** Elements between two passes over the same ones, well within the first-level cache. */
  private static final int BLOCK = 1024;

  /**
   * 1.5 · 2⁵²: added and subtracted again it rounds to an integer, added it leaves it in the bits.
   */
  private static final double ROUNDING = 0x1.8p52;

  private static final double EXPONENT_BIAS = 1023;
  private static final int MANTISSA_BITS = 52;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** With vectors of four the JIT compiler does as well by itself. */
  private static final int LEAST_LANES = 8;

  /**
   * Whether vectors are wide enough to gain by.
   *
   * @throws LinkageError if the JVM's vectors do not go to and from buffers
   */
  static boolean areFast() {
    ByteBuffer probe = ByteBuffer.allocateDirect(LANES * Float.BYTES).order(ORDER);
    store(load(probe, 0), probe, 0);
    return LANES >= LEAST_LANES;
  }

  @Override
  int tanh(Matrix x) {
    int n = x.size() - x.size() % PAIR;
    tanh(x.bytes(), 0, n);
    return n;
  }

  @Override
  int tanhError(Matrix y, Matrix r) {
    int n = y.size() - y.size() % PAIR;
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      tanh(y.bytes(), from, to);
      error(y.bytes(), r.bytes(), from, to);
    }
    return n;
  }

  @Override
  int tanhDisplace(
      Matrix e,
      Matrix t,
      Matrix d,
      float alpha,
      Matrix excitation,
      Matrix h,
      float gamma,
      Matrix inhibition) {
    int n = SPECIES.loopBound(e.size());
    tanhDisplace(
        e.bytes(),
        t.bytes(),
        d.bytes(),
        alpha,
        excitation.bytes(),
        h.bytes(),
        gamma,
        inhibition.bytes(),
        n);
    return n;
  }

  @Override
  int exp(double[] x, int size) {
    int n = DOUBLES.loopBound(size);
    exponentials(x, n);
    return n;
  }

  @Override
  int addScaled(Matrix out, Matrix x, float scale, float[] y) {
    int n = SPECIES.loopBound(out.size());
    addScaled(out.bytes(), x.bytes(), scale, y, n);
    return n;
  }

  @Override
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
    int n = SPECIES.loopBound(p.size());
    adam(
        stepSize,
        rootScale,
        beta1,
        rest1,
        beta2,
        rest2,
        epsilon,
        p.bytes(),
        m.bytes(),
        v.bytes(),
        gradient.bytes(),
        n);
    return n;
  }

  private static void tanh(ByteBuffer x, int from, int to) {
    FloatVector low = all(-Elementwise.TANH_BOUND);
    FloatVector high = all(Elementwise.TANH_BOUND);
    FloatVector p13 = all(Elementwise.P13);
    FloatVector p11 = all(Elementwise.P11);
    FloatVector p9 = all(Elementwise.P9);
    FloatVector p7 = all(Elementwise.P7);
    FloatVector p5 = all(Elementwise.P5);
    FloatVector p3 = all(Elementwise.P3);
    FloatVector p1 = all(Elementwise.P1);
    FloatVector q6 = all(Elementwise.Q6);
    FloatVector q4 = all(Elementwise.Q4);
    FloatVector q2 = all(Elementwise.Q2);
    FloatVector q0 = all(Elementwise.Q0);
    FloatVector zero = all(0f);
    for (int j = from; j < to; j += PAIR) {
      FloatVector a = load(x, j);
      FloatVector b = load(x, j + LANES);
      FloatVector v = a.blend(high, a.compare(GT, high));
      FloatVector w = b.blend(high, b.compare(GT, high));
      v = v.blend(low, a.compare(LT, low));
      w = w.blend(low, b.compare(LT, low));
      FloatVector s = v.mul(v);
      FloatVector t = w.mul(w);
      FloatVector p = s.fma(p13, p11);
      FloatVector r = t.fma(p13, p11);
      p = s.fma(p, p9);
      r = t.fma(r, p9);
      p = s.fma(p, p7);
      r = t.fma(r, p7);
      p = s.fma(p, p5);
      r = t.fma(r, p5);
      p = s.fma(p, p3);
      r = t.fma(r, p3);
      p = s.fma(p, p1);
      r = t.fma(r, p1);
      FloatVector q = s.fma(q6, q4);
      FloatVector u = t.fma(q6, q4);
      q = s.fma(q, q2);
      u = t.fma(u, q2);
      q = s.fma(q, q0);
      u = t.fma(u, q0);
      store(a.fma(zero, v.mul(p).div(q)), x, j);
      store(b.fma(zero, w.mul(r).div(u)), x, j + LANES);
    }
  }

  private static void error(ByteBuffer y, ByteBuffer r, int from, int to) {
    FloatVector one = all(1f);
    FloatVector flush = all(Elementwise.FLUSH);
    for (int j = from; j < to; j += LANES) {
      FloatVector x = load(y, j);
      store(load(r, j).sub(x).mul(one.sub(x.mul(x))).add(flush).sub(flush), y, j);
    }
  }

  private static void tanhDisplace(
      ByteBuffer e,
      ByteBuffer t,
      ByteBuffer d,
      float alpha,
      ByteBuffer excitation,
      ByteBuffer h,
      float gamma,
      ByteBuffer inhibition,
      int n) {
    FloatVector alphas = all(alpha);
    FloatVector gammas = all(gamma);
    FloatVector one = all(1f);
    FloatVector flush = all(Elementwise.FLUSH);
    for (int j = 0; j < n; j += LANES) {
      FloatVector y = load(h, j);
      FloatVector x =
          alphas.mul(load(excitation, j).sub(y)).add(gammas.mul(y.sub(load(inhibition, j))));
      store(x, e, j);
      store(x.add(y), t, j);
      store(x.mul(one.sub(y.mul(y))).add(flush).sub(flush), d, j);
    }
  }

  private static void exponentials(double[] x, int n) {
    DoubleVector smallest = all(Exponential.SMALLEST);
    DoubleVector log2e = all(Exponential.LOG2_E);
    DoubleVector ln2High = all(Exponential.LN2_HIGH);
    DoubleVector ln2Low = all(Exponential.LN2_LOW);
    DoubleVector rounding = all(ROUNDING);
    DoubleVector biased = all(ROUNDING + EXPONENT_BIAS);
    DoubleVector half = all(0.5);
    DoubleVector one = all(1.0);
    DoubleVector zero = all(0.0);
    for (int j = 0; j < n; j += DOUBLES.length()) {
      DoubleVector v = DoubleVector.fromArray(DOUBLES, x, j);
      DoubleVector k = v.mul(log2e).add(rounding).sub(rounding);
      DoubleVector r = v.sub(k.mul(ln2High)).sub(k.mul(ln2Low));
      DoubleVector p = all(1.0 / 39916800).mul(r).add(all(1.0 / 3628800));
      p = p.mul(r).add(all(1.0 / 362880));
      p = p.mul(r).add(all(1.0 / 40320));
      p = p.mul(r).add(all(1.0 / 5040));
      p = p.mul(r).add(all(1.0 / 720));
      p = p.mul(r).add(all(1.0 / 120));
      p = p.mul(r).add(all(1.0 / 24));
      p = p.mul(r).add(all(1.0 / 6));
      p = p.mul(r).add(half);
      p = p.mul(r).add(one);
      p = p.mul(r).add(one);
      LongVector power = k.add(biased).reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS);
      p.mul(power.reinterpretAsDoubles()).blend(zero, v.compare(LT, smallest)).intoArray(x, j);
    }
  }

  private static void addScaled(ByteBuffer out, ByteBuffer x, float scale, float[] y, int n) {
    FloatVector scales = all(scale);
    for (int j = 0; j < n; j += LANES) {
      store(load(x, j).add(scales.mul(FloatVector.fromArray(SPECIES, y, j))), out, j);
    }
  }

  private static void adam(
      float stepSize,
      float rootScale,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      ByteBuffer p,
      ByteBuffer m,
      ByteBuffer v,
      ByteBuffer g,
      int n) {
    FloatVector steps = all(stepSize);
    FloatVector scales = all(rootScale);
    FloatVector betas1 = all(beta1);
    FloatVector rests1 = all(rest1);
    FloatVector betas2 = all(beta2);
    FloatVector rests2 = all(rest2);
    FloatVector epsilons = all(epsilon);
    FloatVector flush = all(Elementwise.FLUSH);
    for (int j = 0; j < n; j += LANES) {
      FloatVector gradient = load(g, j);
      FloatVector mean = betas1.mul(load(m, j)).add(rests1.mul(gradient)).add(flush).sub(flush);
      FloatVector square =
          betas2.mul(load(v, j)).add(rests2.mul(gradient.mul(gradient))).add(flush).sub(flush);
      store(mean, m, j);
      store(square, v, j);
      FloatVector scale = square.lanewise(SQRT).mul(scales).add(epsilons);
      store(load(p, j).sub(steps.mul(mean).div(scale)), p, j);
    }
  }

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(DOUBLES, value);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static FloatVector load(ByteBuffer bytes, int element) {
    return FloatVector.fromByteBuffer(SPECIES, bytes, element * Float.BYTES, ORDER);
  }

  private static void store(FloatVector values, ByteBuffer bytes, int element) {
    values.intoByteBuffer(bytes, element * Float.BYTES, ORDER);
  }
}
