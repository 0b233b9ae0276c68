package org.bigsweep.engine.bench;

import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.trial.Cpu;
import org.bigsweep.engine.trial.CpuTime;

/**
 * The processor, the BLAS and its measured rates.
 *
 * @param cpu model of the processor
 * @param blas library and version
 * @param kernel family that the BLAS chose for this CPU
 * @param threads BLAS threads in force
 * @param gflops256 rate of a 256³ single-precision product, GFLOP/s
 * @param gflops1024 of a 1024³ one: the ceiling
 */
public record Machine(
    String cpu, String blas, String kernel, int threads, double gflops256, double gflops1024) {
  private static final List<String> BEFORE_AVX2 =
      List.of(
          "PRESCOTT",
          "CORE2",
          "NEHALEM",
          "BARCELONA",
          "SANDYBRIDGE",
          "BULLDOZER",
          "PILEDRIVER",
          "STEAMROLLER");

  private static final List<String> BEFORE_AVX512 = List.of("HASWELL", "ZEN", "EXCAVATOR");

  /** What makes OpenBLAS use another family than it would choose. */
  private static final String FAMILY_VARIABLE = "OPENBLAS_CORETYPE";

  /** Two 8-wide multiply-adds per cycle, as every CPU with AVX2 but a few does. */
  private static final double AVX2_FLOPS_PER_CYCLE = 32;

  private static final double LEAST_SHARE = 0.25;

  /** Measures in about a quarter of a second. */
  public static Machine here() {
    return new Machine(
        Cpu.here().model(),
        Blas.name(),
        Blas.kernel(),
        Blas.threads(),
        gflops(256, 100),
        gflops(1024, 5));
  }

  private static double gflops(int n, int runs) {
    try (Workspace workspace = new Workspace()) {
      Matrix a = workspace.matrix(n, n);
      Matrix b = workspace.matrix(n, n);
      Matrix c = workspace.matrix(n, n);
      double[] seconds = new double[runs];
      for (int k = 0; k < runs; k++) {
        seconds[k] = CpuTime.of(() -> Blas.multiply(1, a, b, 0, c), 1);
      }
      return 2.0 * n * n * n / CpuTime.median(seconds) / 1e9;
    }
  }

  /** One line if this process's BLAS is far slower than the CPU; loads the native libraries. */
  public static Optional<String> warning() {
    return warning(
        Cpu.here(),
        Blas.kernel(),
        Blas.gflops(),
        Optional.ofNullable(System.getenv(FAMILY_VARIABLE)));
  }

  /**
   * @param forced the kernel family that the environment asks for
   */
  static Optional<String> warning(Cpu cpu, String family, double gflops, Optional<String> forced) {
    // OpenBLAS's own, behind that of the library before it
    String kernel = family.substring(family.lastIndexOf('_') + 1);
    if (!cpu.features().contains("avx2")) {
      return Optional.empty();
    }
    double least = cpu.gigahertz().orElse(0) * AVX2_FLOPS_PER_CYCLE * LEAST_SHARE;
    if (BEFORE_AVX2.contains(kernel)) {
      return Optional.of(
          "Slow BLAS: %s kernels on a CPU with AVX2 (%.0f GFLOP/s); another OPENBLAS_CORETYPE in the environment, such as HASWELL, cures it"
              .formatted(kernel, gflops));
    }
    if (forced.isPresent()
        && BEFORE_AVX512.contains(kernel)
        && cpu.features().contains("avx512f")) {
      return Optional.of(
          "Slow BLAS: %s=%s in the environment keeps it to %s kernels on a CPU with AVX-512 (%.0f GFLOP/s); without it, it chooses by itself"
              .formatted(FAMILY_VARIABLE, forced.get(), kernel, gflops));
    }
    return gflops < least
        ? Optional.of(
            "Slow BLAS: %.0f GFLOP/s with %s kernels (this CPU offers some %.0f); is the machine overloaded or OPENBLAS_CORETYPE set?"
                .formatted(gflops, kernel, least / LEAST_SHARE))
        : Optional.empty();
  }
}
