package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bigsweep.engine.param.InvalidParameterException;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void of_gapBetweenParts_validatesOnLastImages() {
    Split split = Split.of(SyntheticDataset.create(), 500, 300);

    assertThat(split.trainingImages()).isEqualTo(500);
    assertThat(split.available()).isEqualTo(2_000);
    assertThat(split.validationStart()).isEqualTo(1_700);
  }

  @Test
  void new_wholeFile_isValid() {
    assertThat(new Split(55_000, 5_000, 60_000).validationStart()).isEqualTo(55_000);
    assertThat(new Split(60_000, 0, 60_000).validationStart()).isEqualTo(60_000);
  }

  @Test
  void new_overlap_namesCounts() {
    assertRejected(
        () -> new Split(55_001, 5_000, 60_000),
        "Invalid split: 55001 training and 5000 validation images (must be at most the 60000 of the"
            + " training file together)");
  }

  @Test
  void new_sumBeyondInt_isRejected() {
    assertRejected(
        () -> new Split(Integer.MAX_VALUE, Integer.MAX_VALUE, 60_000),
        "Invalid split: 2147483647 training and 2147483647 validation images (must be at most the"
            + " 60000 of the training file together)");
  }

  @Test
  void new_noTrainingImages_isRejected() {
    assertRejected(
        () -> new Split(0, 5_000, 60_000), "Invalid trainingImages: 0 (must be at least 1)");
  }

  @Test
  void new_negativeValidation_isRejected() {
    assertRejected(
        () -> new Split(10, -1, 60_000), "Invalid validationImages: -1 (must be at least 0)");
  }

  private static void assertRejected(Runnable split, String message) {
    assertThatThrownBy(split::run)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(message);
  }
}
