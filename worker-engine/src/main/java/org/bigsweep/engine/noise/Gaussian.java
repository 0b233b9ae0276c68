package org.bigsweep.engine.noise;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bigsweep.engine.jit.WarmUp;

/**
 * A source of standard normal floats, a pure function of (key, index), that fills arrays at about
 * the speed of a few passes over the first-level cache.
 *
 * <p>Box and Muller's transform of two uniforms u ∈ (0, 1) and h ∈ (−1, 1) gives two independent
 * normals
 *
 * <pre>  r = √(−2 ln u),   z₀ = r cos πh,   z₁ = r sin πh.</pre>
 *
 * <p><b>Uniforms.</b> The low 23 bits of the words x₀, x₁ of a 13-round {@link Threefry2x32} block
 * are k₀ and k₁. The angle is h = (2k₁ + 1)·2⁻²³ − 1. The radius takes k₀ for its leading bits and,
 * so that the tail does not end at 2⁻²⁴, the position of the angle within its cell of width 2⁻¹²
 * for the bits below: u = (k₀ + ½ + s)·2⁻²³, with s ∈ (−½, ½) that position. While h turns once, u
 * sweeps its cell 4,096 times: a lattice of 2⁴⁶ points that is uniform in both.
 *
 * <p><b>Law.</b> Up to float rounding the standard normal, with |z| ≤ {@link #MAX}; the mass beyond
 * is 3.3·10⁻¹². Never NaN or infinite. 0 only where u rounds to 1 (less than 10⁻⁷ of the blocks).
 *
 * <p><b>Arithmetic.</b> u = 2⁻ᵉ(1 + f) with 1 + f in [√½, √2) by integer operations on its bits; −2
 * ln u = 2e ln 2 + f·P(f) with P of degree 7, relative error 2.7·10⁻⁷; s = √2 sin(πh/2) and c = √2
 * cos(πh/2) by odd and even polynomials of degrees 9 and 8, absolute errors 2·10⁻⁸ and 8·10⁻⁸; then
 * cos πh = 1 − s² and sin πh = sc. Against double precision |Δz| ≤ 3·10⁻⁶ in all.
 *
 * <p><b>Index.</b> Value j of a key, with q = 1024: block b = j div 4q takes the counters 2qb … 2qb
 * + 2q − 1; the first q values of the block are z₀ of its first q counters, the next q their z₁,
 * then z₀ and z₁ of its last q counters. A fill of n values is therefore a prefix of a fill of
 * more.
 *
 * <p>Holds scratch memory of 32 KB and allocates nothing when filling. Not thread-safe.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177706645">Box, Muller: A note on the generation of
 *     random normal deviates (1958)</a>
 */
public final class Gaussian {
  /** No value lies outside [−MAX, MAX]; √(70 ln 2) = 6.966. */
  public static final float MAX = 6.97f;

  private static final int LENGTH = RandomBlocks.LENGTH;

  /** Bits of √½ rounded down: subtracting them makes the exponent field round at √2. */
  static final int SQRT_HALF = 0x3f3504f3;

  /** Bits of 2²³, whose mantissa counts units. */
  static final int TWO_23 = 0x4b000000;

  static final float TWO_LN_2 = 1.3862944f;

  /** Added and subtracted again, it rounds a number in [1, 2) to a multiple of 2⁻¹². */
  static final float ROUNDING = 3072f;

  /** A little less than 2⁻¹¹ keeps u above 0. */
  static final float CELL = 0x1.ffcp-12f;

  static final float ALMOST_ONE = 0x1.fffffep-1f;

  private static volatile boolean wideIsReady;

  static {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        && WideNormals.areFast()) {
      Gaussian wide = new Gaussian(() -> true);
      Gaussian plain = new Gaussian(() -> false);
      float[] values = new float[4 * LENGTH];
      WarmUp.start(
          "vector noise",
          () -> wide.fill(1, values, 0, values.length),
          () -> plain.fill(1, values, 0, values.length),
          () -> wideIsReady = true);
    }
  }

  private final BooleanSupplier takeWide;
  private Optional<WideNormals> wide = Optional.empty();
  private final RandomBlocks blocks = new RandomBlocks();
  private final BitCast cast = new BitCast(LENGTH);
  private final float[] x = new float[LENGTH];
  private final float[] y = new float[LENGTH];
  private final float[] turn = new float[LENGTH];

  public Gaussian() {
    this(() -> wideIsReady);
  }

  /**
   * @param takeWide whether to fill by explicit vector instructions
   */
  Gaussian(BooleanSupplier takeWide) {
    this.takeWide = takeWide;
  }

  /**
   * Writes the values 0 … count − 1 of {@code key} to {@code out[offset]} and following.
   *
   * @param key see {@link RandomStream}
   * @throws IndexOutOfBoundsException if the range is not within {@code out}
   */
  public void fill(long key, float[] out, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, out.length);
    if (takeWide.getAsBoolean()) {
      wide().fill(key, out, offset, count);
      return;
    }
    blocks.key(key);
    int done = 0;
    for (int counter = 0; done < count; counter += 2 * LENGTH) {
      blocks.fill(counter, Math.min(LENGTH, count - done));
      done += transform(blocks.first0, blocks.first1, out, offset + done, count - done);
      done += transform(blocks.second0, blocks.second1, out, offset + done, count - done);
    }
  }

  private WideNormals wide() {
    if (wide.isEmpty()) {
      wide = Optional.of(new WideNormals());
    }
    return wide.get();
  }

  /** Writes at most 2·LENGTH values; overwrites the words. Returns how many were written. */
  private int transform(int[] word0, int[] word1, float[] out, int offset, int wanted) {
    int n = Math.min(LENGTH, wanted);
    if (n == 0) {
      return 0;
    }
    cast.toFloats(word0, x, n);
    cast.toFloats(word1, turn, n);
    unit(x, turn, n);
    cast.toInts(x, word0, n);
    normalise(word0, word1, n);
    cast.toFloats(word0, x, n);
    cast.toFloats(word1, y, n);
    radius(x, y, n);
    polar(x, turn, y, n);
    int m = Math.min(LENGTH, wanted - n);
    System.arraycopy(x, 0, out, offset, n);
    System.arraycopy(y, 0, out, offset + n, m);
    return n + m;
  }

  /** v = 1 + k₀·2⁻²³ becomes u; {@code turn} is 1 + k₁·2⁻²³. */
  private static void unit(float[] v, float[] turn, int n) {
    for (int i = 0; i < n; i++) {
      float t = turn[i];
      float within = t - ((t + ROUNDING) - ROUNDING);
      v[i] = Math.fma(within, CELL, v[i] - ALMOST_ONE);
    }
  }

  /** Bits of u become those of 1 + f; {@code exponent} those of 2²³ + e. */
  private static void normalise(int[] bits, int[] exponent, int n) {
    for (int i = 0; i < n; i++) {
      int d = bits[i] - SQRT_HALF;
      exponent[i] = TWO_23 - (d >> 23);
      bits[i] = (d & RandomBlocks.MANTISSA) + SQRT_HALF;
    }
  }

  /** v = 1 + f becomes r; {@code exponent} is 2²³ + e. */
  private static void radius(float[] v, float[] exponent, int n) {
    for (int i = 0; i < n; i++) {
      float f = v[i] - 1f;
      float e = exponent[i] - 0x1p23f;
      float p = Math.fma(f, 0x1.a17652p-3f, -0x1.482e82p-2f);
      p = Math.fma(f, p, 0x1.5ef7c6p-2f);
      p = Math.fma(f, p, -0x1.980db2p-2f);
      p = Math.fma(f, p, 0x1.ffa846p-2f);
      p = Math.fma(f, p, -0x1.5557bap-1f);
      p = Math.fma(f, p, 1f);
      p = Math.fma(f, p, -2f);
      v[i] = (float) Math.sqrt(Math.fma(e, TWO_LN_2, f * p));
    }
  }

  /** r becomes r cos πh and {@code sine} r sin πh; {@code turn} is 1 + k₁·2⁻²³. */
  private static void polar(float[] r, float[] turn, float[] sine, int n) {
    for (int i = 0; i < n; i++) {
      float half = (turn[i] - 1.5f) + 0x1p-24f;
      float q = half * half;
      float s = Math.fma(q, 0x1.cb459ep-4f, -0x1.b1d144p-1f);
      s = Math.fma(q, s, 0x1.cda362p1f);
      s = Math.fma(q, s, -0x1.d3ba78p2f);
      s = Math.fma(q, s, 0x1.1c5832p2f) * half;
      float c = Math.fma(q, 0x1.3e7278p-2f, -0x1.e23c02p0f);
      c = Math.fma(q, c, 0x1.6f53dap2f);
      c = Math.fma(q, c, -0x1.bea588p2f);
      c = Math.fma(q, c, 0x1.6a09e6p0f);
      float length = r[i];
      float d = length * s;
      r[i] = Math.fma(-d, s, length);
      sine[i] = d * c;
    }
  }
}
