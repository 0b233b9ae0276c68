package org.bigsweep.engine.kernel;

import java.util.List;
import java.util.Locale;
import org.bigsweep.engine.trial.CpuTime;

/**
 * The products of our shapes by OpenBLAS and by oneDNN held to one set of instructions, as parts of
 * the core's peak of fused multiply-adds: what {@link DnnlInstructions#isSlower} rests on. The
 * argument is AVX2 or AVX512. From the root of the repository:
 *
 * <pre>
 * mvn -q -pl worker-engine -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * OMP_NUM_THREADS=1 taskset -c 1 java --add-modules=jdk.incubator.vector -Dbigsweep.products=openblas \
 *     -cp "worker-engine/target/test-classes:$(cat worker-engine/target/classpath):worker-engine/target/classes" \
 *     org.bigsweep.engine.kernel.BenchmarkProducts AVX512
 * </pre>
 */
final class BenchmarkProducts {
  private static final int ROUNDS = 41;
  private static final double SLICE_SECONDS = 2e-3;

  private enum Form {
    NN,
    NT,
    TN
  }

  /** C [rows, columns] += A B over {@code inner}; T tells which operand is transposed. */
  private record Shape(int rows, int columns, int inner, Form form) {
    double flops() {
      return 2.0 * rows * columns * inner;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(128, 256, 717, Form.NN),
          new Shape(128, 256, 256, Form.NN),
          new Shape(128, 256, 256, Form.NT),
          new Shape(128, 10, 256, Form.NN),
          new Shape(128, 256, 10, Form.NT),
          new Shape(717, 256, 128, Form.TN),
          new Shape(256, 256, 128, Form.TN),
          new Shape(256, 10, 128, Form.TN),
          new Shape(10, 256, 128, Form.TN),
          new Shape(240, 240, 128, Form.TN),
          new Shape(512, 512, 128, Form.TN),
          new Shape(768, 768, 128, Form.TN),
          new Shape(500, 256, 256, Form.NN),
          new Shape(64, 256, 256, Form.NN),
          new Shape(16, 256, 256, Form.NN),
          new Shape(256, 256, 16, Form.TN),
          new Shape(128, 128, 128, Form.NN),
          new Shape(128, 96, 96, Form.NN),
          new Shape(128, 64, 64, Form.NN),
          new Shape(128, 64, 64, Form.NT),
          new Shape(64, 64, 128, Form.TN),
          new Shape(32, 32, 32, Form.NN),
          new Shape(32, 32, 32, Form.NT));

  private final DnnlInstructions instructions;
  private final Products openBlas = new CblasProducts("OpenBLAS", "");
  private final DnnlProducts oneDnn;
  private final FmaPeak peak = new FmaPeak();

  private BenchmarkProducts(DnnlInstructions instructions) {
    Blas.initialize();
    this.instructions = instructions;
    this.oneDnn = DnnlProducts.heldTo(instructions, openBlas).orElseThrow();
  }

  public static void main(String[] args) {
    new BenchmarkProducts(DnnlInstructions.valueOf(args[0])).print();
  }

  private void print() {
    System.out.println("| product | OpenBLAS | oneDNN | ratio | left to OpenBLAS |");
    System.out.println("|---|---|---|---|---|");
    for (Shape shape : SHAPES) {
      try (Workspace workspace = new Workspace()) {
        print(shape, workspace);
      }
    }
  }

  private void print(Shape shape, Workspace workspace) {
    boolean left = shape.form() == Form.TN;
    boolean right = shape.form() == Form.NT;
    int m = shape.rows();
    int n = shape.columns();
    int k = shape.inner();
    Matrix a = left ? workspace.matrix(k, m) : workspace.matrix(m, k);
    Matrix b = right ? workspace.matrix(n, k) : workspace.matrix(k, n);
    Matrix c = workspace.matrix(m, n);
    Runnable byOpenBlas = () -> openBlas.multiply(left, right, k, 1, a, b, 1, c);
    Runnable byOneDnn = () -> oneDnn.sgemm(left, right, k, 1, a, b, 1, c);
    int runs = CpuTime.runs(byOpenBlas, SLICE_SECONDS);
    double[] peaks = new double[ROUNDS];
    double[] openBlasRates = new double[ROUNDS];
    double[] oneDnnRates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      peaks[round] = FmaPeak.flops() / CpuTime.of(peak::run, 10);
      openBlasRates[round] = shape.flops() / CpuTime.of(byOpenBlas, runs);
      oneDnnRates[round] = shape.flops() / CpuTime.of(byOneDnn, runs);
    }
    double limit = CpuTime.median(peaks);
    double first = CpuTime.median(openBlasRates);
    double second = CpuTime.median(oneDnnRates);
    System.out.printf(
        Locale.ROOT,
        "| %d·%d·%d %s | %.2f | %.2f | %.2f | %s |%n",
        m,
        n,
        k,
        shape.form(),
        first / limit,
        second / limit,
        second / first,
        instructions.isSlower(left, right, m, n, k) ? "yes" : "");
  }
}
