package org.bigsweep.engine.noise;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Nanoseconds per value of the noise kernels, one thread, 32,768 values (the noise of one layer of
 * width 256 at batch 128), a new key each time.
 *
 * <pre>{@code
 * mvn -q -pl worker-engine -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * cd worker-engine/target
 * java -cp classes:test-classes:$(cat classpath) org.bigsweep.engine.noise.BenchmarkGaussian
 * }</pre>
 *
 * <p>Arguments are those of JMH.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class BenchmarkGaussian {
  private static final int N = 32_768;

  private final float[] out = new float[N];
  private final Gaussian gaussian = new Gaussian();
  private final Uniform uniform = new Uniform();
  private final RandomBlocks blocks = new RandomBlocks();
  private final RandomStream stream = RandomStream.of(1, StreamName.INHIBITION_NOISE);
  private int step;

  @Benchmark
  @OperationsPerInvocation(N)
  public float[] gaussian() {
    gaussian.fill(stream.at(0, step++ & 0xffffff, 1), out, 0, N);
    return out;
  }

  /** The smallest fill of a step: 128 × 10. */
  @Benchmark
  @OperationsPerInvocation(1280)
  public float[] gaussian1280() {
    gaussian.fill(stream.at(0, step++ & 0xffffff, 1), out, 0, 1280);
    return out;
  }

  @Benchmark
  @OperationsPerInvocation(N)
  public float[] uniform() {
    uniform.fill(stream.at(0, step++ & 0xffffff, 1), out, 0, N);
    return out;
  }

  /** Random words alone, per word. */
  @Benchmark
  @OperationsPerInvocation(N)
  public int[] threefry() {
    blocks.key(stream.at(0, step++ & 0xffffff, 1));
    for (int counter = 0; counter < N / 2; counter += 2 * RandomBlocks.LENGTH) {
      blocks.fill(counter, RandomBlocks.LENGTH);
    }
    return blocks.second1;
  }

  /** The key of a position, per key. */
  @Benchmark
  public long key() {
    return stream.at(0, step++ & 0xffffff, 1);
  }

  /** A fast kernel that computes something else is worth nothing. */
  @TearDown
  public void check() {
    long key = stream.at(0, 1, 1);
    gaussian.fill(key, out, 0, N);
    for (int i = 0; i < N; i++) {
      double error = Math.abs(out[i] - PlainGaussian.value(key, i));
      if (!(error < 3e-6)) {
        throw new IllegalStateException("Value " + i + " is off by " + error);
      }
    }
    uniform.fill(key, out, 0, N);
    for (int i = 0; i < N; i++) {
      if (!(out[i] > 0 && out[i] < 1)) {
        throw new IllegalStateException("Value " + i + " is " + out[i]);
      }
    }
  }

  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(BenchmarkGaussian.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
