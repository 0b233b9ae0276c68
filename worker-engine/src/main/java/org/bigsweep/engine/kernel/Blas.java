package org.bigsweep.engine.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.OPENBLAS_VERSION;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_get_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import java.util.List;
import java.util.Set;
import org.bigsweep.util.UserException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products by direct calls of the native BLAS, one thread, on row-major matrices. */
public final class Blas {
  private static final int PROBE_SIZE = 256;
  private static final int PROBE_RUNS = 20;

  /** System property that names the library of products: {@code openblas} or {@code onednn}. */
  static final String CHOICE = "bigsweep.products";

  private static final Set<String> LIBRARIES = Set.of("", "openblas", "onednn");

  private Blas() {}

  /**
   * Says whether {@code -Dbigsweep.products} can be followed, without loading any library.
   *
   * @throws UserException if it names no library of products
   */
  public static void checkChoice() {
    choice();
  }

  /** The library that the user asks for; empty to leave it to the CPU. */
  private static String choice() {
    String choice = System.getProperty(CHOICE, "");
    if (!LIBRARIES.contains(choice)) {
      throw UserException.invalid("-D" + CHOICE, choice, "openblas or onednn");
    }
    return choice;
  }

  /** Loads the native libraries once per process and holds each of them to one thread. */
  public static void initialize() {
    Loaded.touch();
  }

  /** The libraries and their versions. */
  public static String name() {
    return Loaded.PRODUCTS.name();
  }

  /**
   * What decides the bits of products. It is the kernel family that OpenBLAS chose for this CPU,
   * such as SKYLAKEX or ZEN, after {@code ONEDNN_AVX2_} or {@code ONEDNN_AVX512_} where most
   * products are oneDNN's. "unknown" where OpenBLAS was built for one CPU only, MKL where that
   * stands in.
   */
  public static String kernel() {
    return Loaded.PRODUCTS.family();
  }

  /** BLAS threads in force. */
  public static int threads() {
    initialize();
    return blas_get_num_threads();
  }

  /** Rate of a 256³ single-precision product on this thread, GFLOP/s, best of a few runs. */
  public static double gflops() {
    return Probe.GFLOPS;
  }

  /** C := α A B + β C. */
  public static void multiply(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    check(a.rows() == c.rows() && a.cols() == b.rows() && b.cols() == c.cols(), a, b, c);
    product(false, false, a.cols(), alpha, a, b, beta, c);
  }

  /** C := α Aᵀ B + β C. */
  public static void multiplyTransposedLeft(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    check(a.cols() == c.rows() && a.rows() == b.rows() && b.cols() == c.cols(), a, b, c);
    product(true, false, a.rows(), alpha, a, b, beta, c);
  }

  /** C := α A Bᵀ + β C. */
  public static void multiplyTransposedRight(
      float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    check(a.rows() == c.rows() && a.cols() == b.cols() && b.rows() == c.cols(), a, b, c);
    product(false, true, a.cols(), alpha, a, b, beta, c);
  }

  private static void product(
      boolean transposeA,
      boolean transposeB,
      int inner,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    GemmTrace trace = GemmTrace.current;
    if (trace != null) {
      trace.add(
          c.rows(),
          c.cols(),
          inner,
          () -> product(transposeA, transposeB, inner, alpha, a, b, beta, c));
    }
    Loaded.PRODUCTS.multiply(transposeA, transposeB, inner, alpha, a, b, beta, c);
  }

  /**
   * y := α Aᵀ x + β y for row vectors x and y; with x all ones, the sum over A's rows.
   *
   * @param x [1, rows of A]
   * @param y [1, columns of A]
   */
  public static void multiplyTransposedVector(
      float alpha, Matrix a, Matrix x, float beta, Matrix y) {
    check(x.size() >= a.rows() && y.size() == a.cols(), a, x, y);
    cblas_sgemv(
        CblasRowMajor,
        CblasTrans,
        a.rows(),
        a.cols(),
        alpha,
        a.pointer(),
        a.cols(),
        x.pointer(),
        1,
        beta,
        y.pointer(),
        1);
  }

  /** Sum of the squares of all elements. */
  public static double squaredNorm(Matrix a) {
    return cblas_sdot(a.size(), a.pointer(), 1, a.pointer(), 1);
  }

  private static void check(boolean fits, Matrix a, Matrix b, Matrix c) {
    if (!fits) {
      throw new IllegalArgumentException(
          "Shapes do not fit: " + shape(a) + ", " + shape(b) + ", " + shape(c));
    }
  }

  private static String shape(Matrix m) {
    return "[" + m.rows() + ", " + m.cols() + "]";
  }

  /** Loading by class initialisation: once, whatever the number of threads. */
  private static final class Loaded {
    private static final List<String> FAMILIES =
        List.of(
            "SAPPHIRERAPIDS",
            "COOPERLAKE",
            "SKYLAKEX",
            "ZEN",
            "HASWELL",
            "EXCAVATOR",
            "STEAMROLLER",
            "PILEDRIVER",
            "BULLDOZER",
            "SANDYBRIDGE",
            "BARCELONA",
            "NEHALEM",
            "CORE2",
            "PRESCOTT",
            "NEOVERSEV2",
            "NEOVERSEV1",
            "NEOVERSEN2",
            "NEOVERSEN1",
            "VORTEX",
            "VORTEXM4",
            "CORTEXA72",
            "CORTEXA57",
            "CORTEXA53",
            "ARMV8SVE",
            "ARMV8");

    static final Products PRODUCTS;

    static {
      NativeCache.secure();
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      blas_set_num_threads(1);
      openblas.blas_set_num_threads(1);
      PRODUCTS = products();
    }

    private static Products products() {
      // in OpenBLAS's place, as -Dorg.bytedeco.openblas.load=mkl_rt asks
      if (Loader.addressof("MKL_Get_Version_String") != null) {
        return new CblasProducts("MKL", "MKL");
      }
      Products openBlas = new CblasProducts(OPENBLAS_VERSION.strip(), chosenFamily());
      return DnnlInstructions.chosen(choice(), openBlas.family(), System.getenv("OMP_NUM_THREADS"))
          .<Products>flatMap(instructions -> DnnlProducts.heldTo(instructions, openBlas))
          .orElse(openBlas);
    }

    static void touch() {}

    /** OpenBLAS keeps a pointer to the table of the family it dispatches to. */
    private static String chosenFamily() {
      Pointer chosen = Loader.addressof("gotoblas");
      if (chosen == null) {
        return "unknown";
      }
      long table = new PointerPointer<>(chosen).get(0).address();
      return FAMILIES.stream()
          .filter(family -> isAt(table, Loader.addressof("gotoblas_" + family)))
          .findFirst()
          .orElse("unknown");
    }

    private static boolean isAt(long address, Pointer symbol) {
      return symbol != null && symbol.address() == address;
    }
  }

  private static final class Probe {
    static final double GFLOPS = measure();

    private static double measure() {
      try (Workspace workspace = new Workspace()) {
        Matrix a = workspace.matrix(PROBE_SIZE, PROBE_SIZE);
        Matrix b = workspace.matrix(PROBE_SIZE, PROBE_SIZE);
        Matrix c = workspace.matrix(PROBE_SIZE, PROBE_SIZE);
        double flops = 2.0 * PROBE_SIZE * PROBE_SIZE * PROBE_SIZE;
        long best = Long.MAX_VALUE;
        for (int run = 0; run < PROBE_RUNS; run++) {
          long start = System.nanoTime();
          multiply(1, a, b, 0, c);
          best = Math.min(best, System.nanoTime() - start);
        }
        return flops / best;
      }
    }
  }
}
