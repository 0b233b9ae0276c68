package org.bigsweep.engine.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_max_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;

/**
 * Products by oneDNN's {@code dnnl_sgemm}, which multiplies our shapes faster than OpenBLAS does.
 * Products that it is slower at are left to the other library.
 *
 * <p>oneDNN is held to one set of instructions, so the bits depend on nothing else of the CPU. Its
 * blocks do not depend on the sizes of caches as long as it runs on one thread. It takes as many
 * threads as OpenMP gives it, and only {@code OMP_NUM_THREADS} in the environment limits these.
 */
final class DnnlProducts implements Products {
  private final DnnlInstructions instructions;
  private final Products other;
  private final String version;

  private DnnlProducts(DnnlInstructions instructions, Products other, String version) {
    this.instructions = instructions;
    this.other = other;
    this.version = version;
  }

  /**
   * Loads oneDNN.
   *
   * @param instructions what oneDNN is held to; the first to load it decides for the process
   * @param other does what this is slower at
   * @return nothing if oneDNN cannot use them here, as where a hypervisor hides some
   */
  static Optional<DnnlProducts> heldTo(DnnlInstructions instructions, Products other) {
    // refused after the first product; what is in force counts
    dnnl_set_max_cpu_isa(instructions.code());
    if (dnnl_get_effective_cpu_isa() != instructions.code()) {
      return Optional.empty();
    }
    dnnl_version_t found = dnnl_version();
    String version = found.major() + "." + found.minor() + "." + found.patch();
    return Optional.of(new DnnlProducts(instructions, other, version));
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
    if (instructions.isSlower(transposeA, transposeB, c.rows(), c.cols(), inner)) {
      other.multiply(transposeA, transposeB, inner, alpha, a, b, beta, c);
    } else {
      sgemm(transposeA, transposeB, inner, alpha, a, b, beta, c);
    }
  }

  /** What {@link #multiply} does, by oneDNN whatever the shape. */
  void sgemm(
      boolean transposeA,
      boolean transposeB,
      int inner,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
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

  @Override
  public String name() {
    return other.name() + ", oneDNN " + version;
  }

  @Override
  public String family() {
    return "ONEDNN_" + instructions + "_" + other.family();
  }

  private static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN failed with status " + status);
    }
  }
}
