package org.bigsweep.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.matrix;
import static org.bigsweep.engine.kernel.Numbers.normal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftmaxCrossEntropyTest {
  private final Workspace workspace = new Workspace();

  @AfterEach
  void free() {
    workspace.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "7, 3", "128, 10", "3, 255", "2, 2049"})
  void evaluate_anyShape_isTwin(int rows, int classes) {
    Matrix z = normal(workspace, rows, classes, 1);
    Matrix error = workspace.matrix(rows, classes);
    byte[] labels = new byte[rows];
    int[] indices = new int[rows];
    for (int r = 0; r < rows; r++) {
      indices[r] = rows - 1 - r;
      labels[rows - 1 - r] = (byte) (r % Math.min(classes, 256));
    }
    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(rows, classes);
    softmax.evaluate(z, labels, indices, 0, error);

    double[][] logits = Numbers.rows(z);
    double loss = 0;
    int correct = 0;
    for (int r = 0; r < rows; r++) {
      int label = r % Math.min(classes, 256);
      double sum = 0;
      int best = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits[r][k]);
        best = logits[r][k] > logits[r][best] ? k : best;
      }
      loss += Math.log(sum) - logits[r][label];
      correct += best == label ? 1 : 0;
      assertThat(softmax.predicted(r)).isEqualTo(best);
      for (int k = 0; k < classes; k++) {
        double twin = (k == label ? 1 : 0) - Math.exp(logits[r][k]) / sum;
        assertThat((double) error.toArray()[r * classes + k]).isEqualTo(twin, within(6e-8));
      }
    }
    assertThat(softmax.loss()).isEqualTo(loss, within(1e-10 * rows * 10));
    assertThat(softmax.correct()).isEqualTo(correct);
  }

  @Test
  void evaluate_largeLogits_doesNotOverflow() {
    Matrix z = matrix(workspace, 2, 2, 1e4f, -1e4f, -3e38f, 3e38f);
    Matrix error = workspace.matrix(2, 2);
    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(2, 2);

    softmax.evaluate(z, new byte[] {1, 1}, new int[] {0, 1}, 0, error);

    assertThat(softmax.loss()).isEqualTo(2e4, within(1e-9));
    assertThat(error.toArray()).containsExactly(-1, 1, 0, 0);
  }

  @Test
  void evaluate_nanOrInfiniteLogit_givesANaNLoss() {
    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(1, 2);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      softmax.evaluate(matrix(workspace, 1, 2, 0, bad), new byte[1], new int[1], 0);
      assertThat(softmax.loss()).isNaN();
    }
  }

  @Test
  void evaluate_equalLogits_predictTheFirst() {
    SoftmaxCrossEntropy softmax = new SoftmaxCrossEntropy(4, 3);

    softmax.evaluate(workspace.matrix(2, 3), new byte[] {0, 1}, new int[] {0, 1}, 0);

    assertThat(softmax.predicted(0)).isZero();
    assertThat(softmax.correct()).isEqualTo(1);
    assertThat(softmax.loss()).isEqualTo(2 * Math.log(3), within(1e-12));
  }

  @Test
  void exp_negativeArguments_hasRelativeErrorOf1e12() {
    double worst = 0;
    for (double x = -700; x <= 0; x += 0.000917) {
      worst = Math.max(worst, Math.abs(Exponential.of(x) / StrictMath.exp(x) - 1));
    }
    assertThat(worst).isLessThanOrEqualTo(1e-12);
  }

  @Test
  void exp_limits_areExact() {
    assertThat(Exponential.of(0)).isEqualTo(1);
    assertThat(Exponential.of(-701)).isZero();
    assertThat(Exponential.of(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.of(Double.NaN)).isNaN();
  }
}
