package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnnlInstructionsTest {
  @ParameterizedTest
  @CsvSource({
    "'', ZEN, 1, AVX2",
    "'', HASWELL, 1, AVX2",
    "'', SKYLAKEX, 1, AVX512",
    "'', COOPERLAKE, 1, AVX512",
    "'', SAPPHIRERAPIDS, 1, AVX512",
    "'', ZEN, 2, ",
    "'', SKYLAKEX, 2, ",
    "'', ZEN, , ",
    "'', NEHALEM, 1, ",
    "'', unknown, 1, ",
    "openblas, ZEN, 1, ",
    "openblas, SKYLAKEX, 1, ",
    "onednn, SKYLAKEX, 2, AVX512",
    "onednn, ZEN, , AVX2",
    "onednn, unknown, 1, AVX2"
  })
  void chosen_anyCpu_dependsOnFamilyThreadsAndChoice(
      String choice, String family, String threads, DnnlInstructions expected) {
    assertThat(DnnlInstructions.chosen(choice, family, threads))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "256, 256, true",
    "717, 256, true",
    "64, 256, true",
    "63, 256, false",
    "384, 384, true",
    "512, 512, true",
    "717, 512, false",
    "640, 640, false",
    "240, 240, false",
    "128, 128, false",
    "10, 256, false",
    "256, 10, false"
  })
  void isSlower_avx2_isAliasingShapesOfATransposedLeftOperand(
      int rows, int columns, boolean expected) {
    assertThat(DnnlInstructions.AVX2.isSlower(true, false, rows, columns, 8)).isEqualTo(expected);
    assertThat(DnnlInstructions.AVX2.isSlower(false, false, rows, columns, 8)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, true",
    "100, 100, 101, false",
    "128, 10, 256, true",
    "128, 96, 96, false",
    "16, 256, 256, false",
    "2048, 2048, 1024, false"
  })
  void isSlower_avx512_isSmallProductsWhoseRightOperandIsNotTransposed(
      int rows, int columns, int inner, boolean expected) {
    DnnlInstructions avx512 = DnnlInstructions.AVX512;

    assertThat(avx512.isSlower(false, false, rows, columns, inner)).isEqualTo(expected);
    assertThat(avx512.isSlower(true, false, rows, columns, inner)).isEqualTo(expected);
    assertThat(avx512.isSlower(false, true, rows, columns, inner)).isFalse();
  }
}
