package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PixelsTest {
  private final Dataset dataset =
      new Dataset(
          "two by two",
          "checksum of " + PixelsTest.class.getName(),
          2,
          new LabelledImages(2, new byte[] {0, 1, 127, (byte) 128, (byte) 254, -1}, new byte[3]),
          new LabelledImages(2, new byte[] {51, (byte) 204}, new byte[1]));

  @Test
  void values_ofTraining_areBytesOver255() {
    assertThat(Pixels.ofTraining(dataset).values())
        .containsExactly(0f, 1 / 255f, 127 / 255f, 128 / 255f, 254 / 255f, 1f);
  }

  @Test
  void values_ofTest_areThoseOfTheTestFile() {
    assertThat(Pixels.ofTest(dataset).values()).containsExactly(0.2f, 0.8f);
    assertThat(Pixels.ofTest(dataset).pixelsPerImage()).isEqualTo(2);
  }

  @Test
  void copyImage_withOffset_copiesThatImageOnly() {
    float[] destination = {9, 9, 9, 9};

    Pixels.ofTraining(dataset).copyImage(2, destination, 1);

    assertThat(destination).containsExactly(9, 254 / 255f, 1f, 9);
  }

  @Test
  void ofTraining_manyThreads_convertOnce() throws Exception {
    Dataset synthetic = SyntheticDataset.create();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Pixels>> pixels =
          IntStream.range(0, 64)
              .mapToObj(i -> threads.submit(() -> Pixels.ofTraining(synthetic)))
              .toList();
      Set<Integer> identities =
          pixels.stream()
              .map(PixelsTest::join)
              .map(System::identityHashCode)
              .collect(Collectors.toSet());

      assertThat(identities).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ofTraining_equalDatasetLoadedAgain_sharesPixels() {
    Pixels first = Pixels.ofTraining(SyntheticDataset.create());

    assertThat(Pixels.ofTraining(SyntheticDataset.create())).isSameAs(first);
  }

  private static Pixels join(Future<Pixels> pixels) {
    try {
      return pixels.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
