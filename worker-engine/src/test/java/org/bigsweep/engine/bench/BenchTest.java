package org.bigsweep.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.EpochCost;
import org.bigsweep.engine.trial.StepBenchmark;
import org.bigsweep.engine.trial.StepRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static final double TINY = 0.02;
  private static final BenchCase SMALL = new BenchCase("BIG", 3, 16, 32, "sgd");
  private static final Dataset DATA = BenchData.random();

  @Test
  void stepBenchmark_smallNetwork_costsMoreThanItsProducts() {
    try (StepBenchmark benchmark = new StepBenchmark(SMALL.label(), SMALL.spec(DATA), DATA)) {
      StepRate rate = benchmark.measure(TINY);
      EpochCost cost = benchmark.epochCost();

      assertThat(rate.label()).isEqualTo("BIG sgd N=3");
      assertThat(rate.overhead()).isGreaterThan(1);
      assertThat(rate.samplesPerSecond()).isPositive();
      assertThat(rate.ofPeak()).isBetween(0.0, 1.0);
      assertThat(rate.productsOfPeak()).isGreaterThan(rate.ofPeak());
      assertThat(rate.hotProducts()).isPositive();
      assertThat(cost.share()).isBetween(0.0, 1.0);
      assertThat(cost.test()).isPositive();
      assertThat(benchmark.bytes()).isPositive();
    }
  }

  @Test
  void kernelBenchmark_tinyTime_measuresEveryKernel() {
    List<KernelRate> rates = KernelBenchmark.measure(TINY);

    assertThat(rates)
        .extracting(KernelRate::kernel)
        .contains("tanh", "error", "displace", "delta", "Adam", "Gaussian");
    assertThat(rates).allMatch(rate -> rate.nanosecondsPerValue() > 0);
  }

  @Test
  void scaling_twoTrials_measuresBoth() {
    Scaling scaling = Scaling.measure(SMALL, DATA, 2, TINY);

    assertThat(scaling.one()).isPositive();
    assertThat(scaling.together()).isPositive();
    assertThat(scaling.ratio()).isPositive();
  }

  @Test
  void pythonPeer_noSuchInterpreter_isAbsent(@TempDir Path folder) {
    assertThat(new PythonPeer(folder.resolve("python3").toString()).isPresent()).isFalse();
  }
}
