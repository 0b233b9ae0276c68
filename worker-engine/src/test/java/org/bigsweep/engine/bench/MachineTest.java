package org.bigsweep.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.bigsweep.engine.trial.Cpu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
  private static final Cpu AVX2 = new Cpu("a CPU", Set.of("avx", "avx2"), OptionalDouble.of(3));
  private static final Cpu OLD = new Cpu("a CPU", Set.of("sse2"), OptionalDouble.of(3));

  @ParameterizedTest
  @ValueSource(strings = {"PRESCOTT", "NEHALEM", "SANDYBRIDGE"})
  void warning_oldKernelsOnCpuWithAvx2_isOneLine(String kernel) {
    assertThat(warning(AVX2, kernel, 30))
        .hasValueSatisfying(
            line -> assertThat(line).contains(kernel).contains("30 GFLOP/s").doesNotContain("\n"));
  }

  @Test
  void warning_slowOnFittingKernels_isOneLine() {
    assertThat(warning(AVX2, "ZEN", 20))
        .hasValueSatisfying(line -> assertThat(line).contains("20 GFLOP/s").contains("some 96"));
  }

  @Test
  void warning_asFastAsTheCpu_isNone() {
    assertThat(warning(AVX2, "SKYLAKEX", 90)).isEmpty();
    assertThat(warning(AVX2, "unknown", 90)).isEmpty();
    assertThat(warning(AVX2, "ONEDNN_AVX2_ZEN", 90)).isEmpty();
  }

  @Test
  void warning_cpuWithoutAvx2_isNone() {
    assertThat(warning(OLD, "PRESCOTT", 10)).isEmpty();
  }

  @Test
  void warning_environmentAsksForLesserKernels_namesTheVariable() {
    Cpu avx512 = new Cpu("a CPU", Set.of("avx2", "avx512f"), OptionalDouble.of(3));

    assertThat(Machine.warning(avx512, "HASWELL", 90, Optional.of("Haswell")))
        .hasValueSatisfying(
            line -> assertThat(line).contains("OPENBLAS_CORETYPE=Haswell").doesNotContain("\n"));
    assertThat(Machine.warning(avx512, "ONEDNN_AVX2_HASWELL", 90, Optional.of("Haswell")))
        .hasValueSatisfying(line -> assertThat(line).contains(" HASWELL kernels"));
    assertThat(Machine.warning(avx512, "SKYLAKEX", 90, Optional.of("SkylakeX"))).isEmpty();
    assertThat(Machine.warning(avx512, "HASWELL", 90, Optional.empty())).isEmpty();
    assertThat(Machine.warning(AVX2, "HASWELL", 90, Optional.of("Haswell"))).isEmpty();
  }

  private static Optional<String> warning(Cpu cpu, String kernel, double gflops) {
    return Machine.warning(cpu, kernel, gflops, Optional.empty());
  }

  @Test
  void here_anyMachine_namesBlasAndRates() {
    Machine machine = Machine.here();

    assertThat(machine.blas()).contains("OpenBLAS");
    assertThat(machine.threads()).isEqualTo(1);
    assertThat(machine.gflops256()).isPositive();
    assertThat(machine.gflops1024()).isPositive();
  }
}
