package org.bigsweep.engine.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels of one layer, 128 samples of 256 units, in microseconds, beside the product of that
 * layer. A kernel above some 30 µs has stopped being vectorised. From the root of the repository,
 * with {@code OMP_NUM_THREADS=1} in the environment:
 *
 * <pre>
 * mvn -q -pl worker-engine -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp "worker-engine/target/test-classes:$(cat worker-engine/target/classpath):worker-engine/target/classes" \
 *     org.openjdk.jmh.Main BenchmarkKernels
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkKernels {
  private static final int ROWS = 128;
  private static final int UNITS = 256;

  private Workspace workspace;
  private Kernels kernels;
  private Matrix x;
  private Matrix y;
  private Matrix out;
  private Matrix other;
  private Matrix third;
  private Matrix weights;
  private Matrix gradient;
  private Matrix first;
  private Matrix second;
  private float[] noise;

  /** Random operands. */
  @Setup(Level.Trial)
  public void allocate() {
    workspace = new Workspace();
    kernels = workspace.kernels();
    x = Numbers.normal(workspace, ROWS, UNITS, 1);
    y = Numbers.normal(workspace, ROWS, UNITS, 2);
    out = workspace.matrix(ROWS, UNITS);
    other = workspace.matrix(ROWS, UNITS);
    third = workspace.matrix(ROWS, UNITS);
    weights = Numbers.normal(workspace, UNITS, UNITS, 4);
    gradient = Numbers.normal(workspace, UNITS, UNITS, 5);
    first = workspace.matrix(UNITS, UNITS);
    second = workspace.matrix(UNITS, UNITS);
    noise = Numbers.normal(6, ROWS * UNITS);
  }

  /** Every benchmark leaves finite numbers behind. */
  @TearDown(Level.Trial)
  public void check() {
    boolean finite =
        Float.isFinite(kernels.largest(out)) && Float.isFinite(kernels.largest(weights));
    workspace.close();
    if (!finite) {
      throw new IllegalStateException("A kernel left the finite numbers");
    }
  }

  @Benchmark
  public Matrix tanh() {
    kernels.copy(out, x);
    kernels.activate(out, Activation.TANH);
    return out;
  }

  @Benchmark
  public Matrix delta() {
    kernels.delta(out, x, y, Activation.TANH);
    return out;
  }

  @Benchmark
  public Matrix error() {
    kernels.copy(out, x);
    kernels.error(out, Activation.TANH, y);
    return out;
  }

  @Benchmark
  public Matrix displace() {
    kernels.displace(out, other, third, 1, x, y, 1, y, Activation.TANH);
    return out;
  }

  @Benchmark
  public Matrix addNoise() {
    kernels.addScaled(out, x, 0.1f, noise);
    return out;
  }

  @Benchmark
  public Matrix adam() {
    kernels.adam(weights, first, second, gradient, 1e-6f, 1, 0.9, 0.999, 1e-8f);
    return weights;
  }

  @Benchmark
  public float largest() {
    return kernels.largest(x);
  }

  @Benchmark
  public Matrix product() {
    Blas.multiply(1, x, weights, 0, out);
    return out;
  }
}
