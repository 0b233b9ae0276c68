package org.bigsweep.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The set of instructions that oneDNN is held to, even where the CPU has more: what decides the
 * bits of its products, and which products it is slower at than OpenBLAS.
 */
enum DnnlInstructions {
  /** 256-bit vectors. */
  AVX2(dnnl_cpu_isa_avx2, Set.of("HASWELL", "ZEN")) {
    /**
     * It reads down the columns of B in place unless the result is large. Where B's rows are a
     * multiple of 512 bytes apart, its columns fall into few sets of the first-level cache and
     * evict each other.
     */
    @Override
    boolean isSlower(boolean transposeA, boolean transposeB, int rows, int columns, int inner) {
      return transposeA
          && columns % ALIASING_COLUMNS == 0
          && columns >= LEAST_COLUMNS
          && rows >= LEAST_ROWS
          && 1.0 / rows + 1.0 / columns >= COPYING;
    }
  },

  /** 512-bit vectors. */
  AVX512(dnnl_cpu_isa_avx512_core, Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS")) {
    /** OpenBLAS has kernels for small operands there that copy neither. */
    @Override
    boolean isSlower(boolean transposeA, boolean transposeB, int rows, int columns, int inner) {
      return !transposeB && (long) rows * columns * inner <= SMALL_PRODUCT;
    }
  };

  private static final int ALIASING_COLUMNS = 128;
  private static final int LEAST_COLUMNS = 256;
  private static final int LEAST_ROWS = 64;

  /** Where 1/rows + 1/columns is less, oneDNN copies its operands first. */
  private static final double COPYING = 0.0038;

  /** Multiply-adds of the largest product that OpenBLAS's kernels for small operands take. */
  private static final long SMALL_PRODUCT = 1_000_000;

  private final int code;
  private final Set<String> families;

  DnnlInstructions(int code, Set<String> families) {
    this.code = code;
    this.families = families;
  }

  /**
   * Whether and how oneDNN is to be taken: as the user says, else a function of the CPU, as
   * OpenBLAS sees it, and of the environment. It is never a timing, since a trial must give the
   * same bits again.
   *
   * @param choice {@code onednn}, {@code openblas}, or empty to leave it to the CPU
   * @param family the kernel family that OpenBLAS chose
   * @param threads {@code OMP_NUM_THREADS}, or null
   * @return the widest set of the CPU, or none where OpenBLAS is to multiply
   */
  static Optional<DnnlInstructions> chosen(String choice, String family, String threads) {
    Optional<DnnlInstructions> ofCpu =
        Stream.of(values()).filter(set -> set.families.contains(family)).findFirst();
    return switch (choice) {
      case "onednn" -> ofCpu.or(() -> Optional.of(AVX2));
      case "openblas" -> Optional.empty();
      default -> ofCpu.filter(set -> "1".equals(threads));
    };
  }

  /** Whether oneDNN is slower than OpenBLAS at a product of this form and shape. */
  abstract boolean isSlower(
      boolean transposeA, boolean transposeB, int rows, int columns, int inner);

  /** oneDNN's number of this set. */
  int code() {
    return code;
  }
}
