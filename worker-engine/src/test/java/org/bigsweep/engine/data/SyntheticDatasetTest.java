package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDatasetTest {
  private final Dataset dataset = SyntheticDataset.create();

  @Test
  void create_always_hasStatedShape() {
    assertThat(dataset.name()).isEqualTo("synthetic");
    assertThat(dataset.classes()).isEqualTo(10);
    assertThat(dataset.training().count()).isEqualTo(2_000);
    assertThat(dataset.test().count()).isEqualTo(500);
    assertThat(dataset.training().pixelsPerImage()).isEqualTo(64);
    assertThat(dataset.training().labels()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void create_onAnyMachine_hasThisChecksum() {
    assertThat(dataset.sha256())
        .isEqualTo("a1a996e248e0961e7a9549faab9dd43a64401ed737fcfc6b04af78ad4c9b766f");
  }

  @Test
  void create_writtenAsIdx_isReadBackWithTheSameChecksum(@TempDir Path folder) {
    LabelledImages training = dataset.training();
    LabelledImages test = dataset.test();
    TinyDataset.write(
        folder.resolve("train-images-idx3-ubyte"),
        Idx.encodeImages(training.count(), 8, 8, training.pixels()));
    TinyDataset.write(
        folder.resolve("train-labels-idx1-ubyte"), Idx.encodeLabels(training.labels()));
    TinyDataset.write(
        folder.resolve("t10k-images-idx3-ubyte"),
        Idx.encodeImages(test.count(), 8, 8, test.pixels()));
    TinyDataset.write(folder.resolve("t10k-labels-idx1-ubyte"), Idx.encodeLabels(test.labels()));

    Dataset read = new IdxFolder(folder).read("synthetic");

    assertThat(read.sha256()).isEqualTo(dataset.sha256());
    assertThat(read.training().pixels()).isEqualTo(training.pixels());
  }

  @Test
  void create_linearClassifier_isRightAboutNineTimesInTen() {
    double[][] weights = trainSoftmax(30, 0.1);

    assertThat(accuracy(weights)).isBetween(0.85, 0.95);
  }

  private double[][] trainSoftmax(int epochs, double learningRate) {
    LabelledImages images = dataset.training();
    double[][] weights = new double[10][65];
    double[] x = new double[65];
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int s = 0; s < images.count(); s++) {
        read(images, s, x);
        double[] p = probabilities(weights, x);
        for (int c = 0; c < 10; c++) {
          double step = learningRate * ((c == images.labels()[s] ? 1 : 0) - p[c]);
          for (int j = 0; j < 65; j++) {
            weights[c][j] += step * x[j];
          }
        }
      }
    }
    return weights;
  }

  private double accuracy(double[][] weights) {
    LabelledImages images = dataset.test();
    double[] x = new double[65];
    int right = 0;
    for (int s = 0; s < images.count(); s++) {
      read(images, s, x);
      double[] p = probabilities(weights, x);
      int best = 0;
      for (int c = 1; c < 10; c++) {
        best = p[c] > p[best] ? c : best;
      }
      right += best == images.labels()[s] ? 1 : 0;
    }
    return (double) right / images.count();
  }

  private static void read(LabelledImages images, int image, double[] x) {
    for (int j = 0; j < 64; j++) {
      x[j] = Byte.toUnsignedInt(images.pixels()[image * 64 + j]) / 255.0 - 0.5;
    }
    x[64] = 1;
  }

  private static double[] probabilities(double[][] weights, double[] x) {
    double[] p = new double[10];
    double sum = 0;
    for (int c = 0; c < 10; c++) {
      double z = 0;
      for (int j = 0; j < 65; j++) {
        z += weights[c][j] * x[j];
      }
      p[c] = Math.exp(z);
      sum += p[c];
    }
    for (int c = 0; c < 10; c++) {
      p[c] /= sum;
    }
    return p;
  }
}
