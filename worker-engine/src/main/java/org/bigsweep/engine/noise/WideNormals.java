package org.bigsweep.engine.noise;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.SQRT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fill of {@link Gaussian} in {@code jdk.incubator.vector}. It applies the same operations to
 * each value, so the bits are the same, and it needs no copies to reinterpret bits.
 */
final class WideNormals {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = INTS.length();

  /** With vectors of four the JIT compiler does as well by itself. */
  private static final int LEAST_LANES = 8;

  private static final int LENGTH = RandomBlocks.LENGTH;

  private final int[] schedule = new int[RandomBlocks.SCHEDULE];
  private final float[] u = new float[LENGTH];
  private final float[] turn = new float[LENGTH];
  private final float[] cosines = new float[LENGTH];
  private final float[] sines = new float[LENGTH];

  /** Whether vectors are wide enough to gain by. */
  static boolean areFast() {
    return LANES >= LEAST_LANES && FLOATS.length() == LANES;
  }

  /** {@link Gaussian#fill}. */
  void fill(long key, float[] out, int offset, int count) {
    RandomBlocks.schedule(key, schedule);
    int done = 0;
    for (int counter = 0; done < count; counter += LENGTH) {
      int n = Math.min(LENGTH, count - done);
      int m = Math.min(LENGTH, count - done - n);
      words(schedule, counter, u, turn, n);
      if (m == LENGTH) {
        normals(u, turn, out, offset + done, out, offset + done + n, n);
      } else {
        normals(u, turn, cosines, 0, sines, 0, n);
        System.arraycopy(cosines, 0, out, offset + done, n);
        System.arraycopy(sines, 0, out, offset + done + n, m);
      }
      done += n + m;
    }
  }

  /** u and the turn of {@code n} counters, rounded up to whole vectors. */
  private static void words(int[] key, int counter, float[] u, float[] turn, int n) {
    IntVector r = ints(key[1]);
    IntVector k10 = ints(key[2]);
    IntVector k11 = ints(key[3]);
    IntVector k20 = ints(key[4]);
    IntVector k21 = ints(key[5]);
    IntVector k30 = ints(key[6]);
    IntVector k31 = ints(key[7]);
    IntVector mantissa = ints(RandomBlocks.MANTISSA);
    IntVector one = ints(RandomBlocks.ONE);
    FloatVector rounding = floats(Gaussian.ROUNDING);
    FloatVector cell = floats(Gaussian.CELL);
    FloatVector almostOne = floats(Gaussian.ALMOST_ONE);
    IntVector start = ints(key[0] + counter);
    for (int i = 0; i < n; i += LANES) {
      IntVector x0 = IntVector.fromArray(INTS, RandomBlocks.INDEX, i).add(start);
      IntVector x1 = r.lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0);
      x0 = x0.add(k10);
      x1 = x1.add(k11);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 29).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 16).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 24).lanewise(XOR, x0);
      x0 = x0.add(k20);
      x1 = x1.add(k21);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 13).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0);
      x0 = x0.add(k30);
      x1 = x1.add(k31);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
      FloatVector v = x0.and(mantissa).or(one).reinterpretAsFloats();
      FloatVector t = x1.and(mantissa).or(one).reinterpretAsFloats();
      FloatVector within = t.sub(t.add(rounding).sub(rounding));
      within.fma(cell, v.sub(almostOne)).intoArray(u, i);
      t.intoArray(turn, i);
    }
  }

  private static void normals(
      float[] u, float[] turn, float[] z0, int from0, float[] z1, int from1, int n) {
    IntVector sqrtHalf = ints(Gaussian.SQRT_HALF);
    IntVector two23 = ints(Gaussian.TWO_23);
    IntVector mantissa = ints(RandomBlocks.MANTISSA);
    FloatVector one = floats(1f);
    FloatVector twoLn2 = floats(Gaussian.TWO_LN_2);
    for (int i = 0; i < n; i += LANES) {
      IntVector d = FloatVector.fromArray(FLOATS, u, i).reinterpretAsInts().sub(sqrtHalf);
      FloatVector e = two23.sub(d.lanewise(ASHR, 23)).reinterpretAsFloats().sub(floats(0x1p23f));
      FloatVector f = d.and(mantissa).add(sqrtHalf).reinterpretAsFloats().sub(one);
      FloatVector p = f.fma(floats(0x1.a17652p-3f), floats(-0x1.482e82p-2f));
      p = f.fma(p, floats(0x1.5ef7c6p-2f));
      p = f.fma(p, floats(-0x1.980db2p-2f));
      p = f.fma(p, floats(0x1.ffa846p-2f));
      p = f.fma(p, floats(-0x1.5557bap-1f));
      p = f.fma(p, one);
      p = f.fma(p, floats(-2f));
      FloatVector length = e.fma(twoLn2, f.mul(p)).lanewise(SQRT);
      FloatVector half =
          FloatVector.fromArray(FLOATS, turn, i).sub(floats(1.5f)).add(floats(0x1p-24f));
      FloatVector q = half.mul(half);
      FloatVector s = q.fma(floats(0x1.cb459ep-4f), floats(-0x1.b1d144p-1f));
      s = q.fma(s, floats(0x1.cda362p1f));
      s = q.fma(s, floats(-0x1.d3ba78p2f));
      s = q.fma(s, floats(0x1.1c5832p2f)).mul(half);
      FloatVector c = q.fma(floats(0x1.3e7278p-2f), floats(-0x1.e23c02p0f));
      c = q.fma(c, floats(0x1.6f53dap2f));
      c = q.fma(c, floats(-0x1.bea588p2f));
      c = q.fma(c, floats(0x1.6a09e6p0f));
      FloatVector l = length.mul(s);
      l.neg().fma(s, length).intoArray(z0, from0 + i);
      l.mul(c).intoArray(z1, from1 + i);
    }
  }

  private static IntVector ints(int value) {
    return IntVector.broadcast(INTS, value);
  }

  private static FloatVector floats(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
