package org.bigsweep.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_max_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Set;
import org.bytedeco.dnnl.dnnl_version_t;

/**
 * Products by oneDNN's {@code dnnl_sgemm} with its kernels for AVX2, which multiplies our shapes
 * faster than OpenBLAS does on such a CPU. One form is left to the other library, see {@link
 * #aliases}.
 *
 * <p>oneDNN is held to AVX2 even where the CPU has more, so the bits depend on nothing else. Its
 * blocks do not depend on the sizes of caches as long as it runs on one thread. It takes as many
 * threads as OpenMP gives it, and only {@code OMP_NUM_THREADS} in the environment limits these.
 */
final class DnnlProducts implements Products {
  /** OpenBLAS's families of CPUs with AVX2 and without AVX-512 on which oneDNN is faster. */
  private static final Set<String> AVX2_FAMILIES = Set.of("HASWELL", "ZEN");

  private static final int ALIASING_COLUMNS = 128;
  private static final int LEAST_COLUMNS = 256;
  private static final int LEAST_ROWS = 64;

  /** Where 1/rows + 1/columns is less, oneDNN copies its operands first. */
  private static final double COPYING = 0.0038;

  private final Products other;

  /**
   * Loads oneDNN.
   *
   * @param other does what this is slow at
   */
  DnnlProducts(Products other) {
    this.other = other;
    Loaded.touch();
  }

  /**
   * Whether oneDNN is to be taken: as the user says, else a function of the CPU, as OpenBLAS sees
   * it, and of the environment. It is never a timing, since a trial must give the same bits again.
   *
   * @param choice {@code onednn}, {@code openblas}, or empty to leave it to the CPU
   * @param family the kernel family that OpenBLAS chose
   * @param threads {@code OMP_NUM_THREADS}, or null
   */
  static boolean isChosen(String choice, String family, String threads) {
    return switch (choice) {
      case "onednn" -> true;
      case "openblas" -> false;
      default -> AVX2_FAMILIES.contains(family) && "1".equals(threads);
    };
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int inner,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    if (transposeA && aliases(c)) {
      other.multiply(true, transposeB, inner, alpha, a, b, beta, c);
      return;
    }
    check(
        dnnl_sgemm(
            (byte) (transposeA ? 'T' : 'N'),
            (byte) (transposeB ? 'T' : 'N'),
            c.rows(),
            c.cols(),
            inner,
            alpha,
            a.pointer(),
            a.cols(),
            b.pointer(),
            b.cols(),
            beta,
            c.pointer(),
            c.cols()));
  }

  /**
   * Whether oneDNN is slow at Aᵀ B of this shape. It reads down the columns of B in place unless
   * the result is large. Where B's rows are a multiple of 512 bytes apart, its columns fall into
   * few sets of the first-level cache and evict each other.
   */
  private static boolean aliases(Matrix c) {
    return c.cols() % ALIASING_COLUMNS == 0
        && c.cols() >= LEAST_COLUMNS
        && c.rows() >= LEAST_ROWS
        && 1.0 / c.rows() + 1.0 / c.cols() >= COPYING;
  }

  @Override
  public String name() {
    return other.name() + ", oneDNN " + Loaded.VERSION;
  }

  @Override
  public String family() {
    return "ONEDNN_AVX2_" + other.family();
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN failed with status " + status);
    }
  }

  /** Once per process: oneDNN can be held to a set of instructions only before its first use. */
  private static final class Loaded {
    static final String VERSION;

    static {
      check(dnnl_set_max_cpu_isa(dnnl_cpu_isa_avx2));
      dnnl_version_t version = dnnl_version();
      VERSION = version.major() + "." + version.minor() + "." + version.patch();
    }

    static void touch() {}
  }
}
