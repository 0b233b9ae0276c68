package org.bigsweep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.bigsweep.engine.kernel.BenchmarkKernels;
import org.bigsweep.engine.trial.BenchmarkStep;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs and passes its own check; how fast is not asked here. */
class BenchmarksRunTest {
  private static ChainedOptionsBuilder tiny(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName())
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(3))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  @Test
  void benchmarkStep_everyRule_runs() throws RunnerException {
    Collection<RunResult> results =
        new Runner(tiny(BenchmarkStep.class).param("optimizer", "adam").build()).run();

    assertThat(results).hasSize(8);
    assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
  }

  @Test
  void benchmarkKernels_everyKernel_runs() throws RunnerException {
    Collection<RunResult> results = new Runner(tiny(BenchmarkKernels.class).build()).run();

    assertThat(results).hasSize(8);
    assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
  }
}
