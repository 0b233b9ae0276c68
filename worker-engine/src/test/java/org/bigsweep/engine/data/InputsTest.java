package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputsTest {
  /** Three training images of 33 pixels; pixels 0 and 20 are zero in the first two. */
  private static final LabelledImages TRAINING = images(3, 33);

  private static final float[] UNIT = PixelScale.UNIT.values(TRAINING, 3);

  private static Inputs.Preprocessing preprocessing(Split split) {
    return new Inputs.Preprocessing(split, PixelScale.UNIT, false);
  }

  private static LabelledImages images(int count, int pixelsPerImage) {
    byte[] pixels = new byte[count * pixelsPerImage];
    for (int image = 0; image < count; image++) {
      for (int pixel = 0; pixel < pixelsPerImage; pixel++) {
        boolean zero = image < 2 && pixel % 20 == 0;
        pixels[image * pixelsPerImage + pixel] = (byte) (zero ? 0 : 200 + image);
      }
    }
    return new LabelledImages(pixelsPerImage, pixels, new byte[] {3, 4, 5});
  }

  private static Dataset dataset(String sha256) {
    return new Dataset("tiny", sha256, 10, TRAINING, images(3, 33));
  }

  private static InputColumns columns(int trainingImages) {
    return InputColumns.of(dataset("columns"), trainingImages);
  }

  @Test
  void columns_pixelsThatAreAlwaysZero_comeLast() {
    InputColumns columns = columns(2);

    assertThat(columns.total()).isEqualTo(33);
    assertThat(columns.active()).isEqualTo(32);
    assertThat(columns.pixel(0)).isEqualTo(1);
    assertThat(columns.pixel(19)).isEqualTo(21);
    assertThat(columns.pixel(31)).isEqualTo(0);
    assertThat(columns.pixel(32)).isEqualTo(20);
  }

  @Test
  void columns_imagesBeyondTheTrainingOnes_doNotCount() {
    assertThat(columns(3).active()).isEqualTo(33);
    assertThat(columns(2).active()).isEqualTo(32);
  }

  @Test
  void columns_pixelsThatNoImageNeeds_comeLastAndAreNotSeen() {
    byte[] pixels = new byte[20];
    pixels[7] = 1;
    LabelledImages training = new LabelledImages(20, pixels, new byte[1]);
    byte[] others = new byte[20];
    others[3] = 1;
    LabelledImages test = new LabelledImages(20, others, new byte[1]);

    InputColumns columns = InputColumns.of(new Dataset("sparse", "", 10, training, test), 1);

    assertThat(columns.pixel(0)).isEqualTo(7);
    assertThat(columns.pixel(1)).isEqualTo(3);
    assertThat(columns.pixel(2)).isZero();
    assertThat(columns.active()).isEqualTo(16);
    assertThat(columns.seen()).isEqualTo(16);
    assertThat(columns.total()).isEqualTo(20);
  }

  @Test
  void values_leadingColumns_arePixelsOver255InTheirOrder() {
    InputColumns columns = columns(2);

    float[] row = columns.values(TRAINING, 1, 2, 33, UNIT);

    assertThat(row[0]).isEqualTo(201 / 255f);
    assertThat(row[31]).isZero();
    assertThat(row[32]).isZero();
    assertThat(columns.values(TRAINING, 2, 3, 33, UNIT)).containsOnly(202 / 255f);
    assertThat(columns.values(TRAINING, 0, 2, 32, UNIT)).hasSize(64);
  }

  @Test
  void of_dividesImagesAndLabelsAsTheSplitSays() {
    Inputs inputs = Inputs.of(dataset("division"), preprocessing(new Split(2, 1, 3)));

    assertThat(inputs.training()).hasSize(2 * 32);
    assertThat(inputs.trainingLabels()).containsExactly(3, 4);
    assertThat(inputs.validation()).hasSize(33).containsOnly(202 / 255f);
    assertThat(inputs.validationLabels()).containsExactly(5);
    assertThat(inputs.test()).hasSize(3 * 33);
    assertThat(inputs.testLabels()).containsExactly(3, 4, 5);
  }

  /** Mean 0 and variance 1 over all pixels of the images that are trained on, and only of those. */
  @Test
  void of_standardized_hasTheTrainingImagesMomentsAndAllColumns() {
    Dataset data = SyntheticDataset.create();
    Split split = new Split(700, 500, 2000);
    Inputs inputs =
        Inputs.of(data, new Inputs.Preprocessing(split, PixelScale.STANDARDIZED, false));
    float[] plain = InputColumns.all(64).values(data.training(), 0, 700, 64, UNIT);
    double mean = 0;
    double square = 0;
    for (float value : plain) {
      mean += value / plain.length;
      square += (double) value * value / plain.length;
    }
    double deviation = Math.sqrt(square - mean * mean);

    assertThat(inputs.columns().active()).isEqualTo(64);
    assertThat(inputs.training()).hasSize(700 * 64);
    for (int k = 0; k < plain.length; k++) {
      double twin = (plain[k] - mean) / deviation;
      assertThat((double) inputs.training()[k]).isCloseTo(twin, within(2e-6));
    }
    float[] test = InputColumns.all(64).values(data.test(), 0, 1, 64, UNIT);
    assertThat((double) inputs.test()[5]).isCloseTo((test[5] - mean) / deviation, within(2e-6));
  }

  /** Their weights shrink whether or not the pixel is ever seen in training. */
  @Test
  void of_decayingWeights_hasAllColumns() {
    Inputs inputs =
        Inputs.of(
            dataset("decay"), new Inputs.Preprocessing(new Split(2, 1, 3), PixelScale.UNIT, true));

    assertThat(inputs.columns().active()).isEqualTo(33);
    assertThat(inputs.training()).hasSize(2 * 33);
    assertThat(inputs.training()[1]).isEqualTo(200 / 255f);
  }

  @Test
  void numbers_constantImages_areFinite() {
    LabelledImages flat = new LabelledImages(2, new byte[] {7, 7}, new byte[] {1});

    assertThat(PixelScale.STANDARDIZED.values(flat, 1)[7]).isZero();
    assertThat(PixelScale.STANDARDIZED.values(flat, 1)[9]).isEqualTo(2 / 255f);
  }

  @Test
  void of_manyThreads_convertOnce() {
    Dataset synthetic = SyntheticDataset.create();
    Split split = Split.of(synthetic, 1500, 500);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Inputs>> inputs =
          IntStream.range(0, 64)
              .mapToObj(i -> threads.submit(() -> Inputs.of(synthetic, preprocessing(split))))
              .toList();
      Set<Integer> identities =
          inputs.stream()
              .map(InputsTest::join)
              .map(System::identityHashCode)
              .collect(Collectors.toSet());

      assertThat(identities).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void of_equalDatasetLoadedAgain_isShared() {
    Split split = new Split(1500, 500, 2000);
    Inputs first = Inputs.of(SyntheticDataset.create(), preprocessing(split));

    assertThat(Inputs.of(SyntheticDataset.create(), preprocessing(split))).isSameAs(first);
  }

  private static Inputs join(Future<Inputs> inputs) {
    try {
      return inputs.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
