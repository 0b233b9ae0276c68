package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 128, 55_000})
  void fill_anyCount_isPermutation(int count) {
    int[] order = new int[count];

    BatchOrder.fill(order, new Random(7)::nextInt);

    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, count).toArray());
  }

  @Test
  void fill_sameBits_sameOrderWhateverItHeld() {
    int[] first = new int[1000];
    int[] second = new int[1000];
    BatchOrder.fill(second, new Random(1)::nextInt);

    BatchOrder.fill(first, new Random(2)::nextInt);
    BatchOrder.fill(second, new Random(2)::nextInt);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void fill_knownBits_isFrozen() {
    int[] order = new int[10];

    BatchOrder.fill(order, new Random(20230824)::nextInt);

    assertThat(order).containsExactly(8, 1, 6, 5, 2, 0, 4, 3, 7, 9);
  }

  @Test
  void permute_otherValues_keepsThem() {
    int[] values = {5, 5, 8};

    BatchOrder.permute(values, new Random(3)::nextInt);

    assertThat(values).containsExactlyInAnyOrder(5, 5, 8);
  }

  @Test
  void permute_manyTimes_everyOrderEquallyOften() {
    Random random = new Random(11);
    Map<String, Integer> counts = new HashMap<>();
    int draws = 24_000;
    for (int i = 0; i < draws; i++) {
      int[] order = new int[4];
      BatchOrder.fill(order, random::nextInt);
      counts.merge(Arrays.toString(order), 1, Integer::sum);
    }

    assertThat(counts).hasSize(24);
    double chi2 = counts.values().stream().mapToDouble(c -> Math.pow(c - 1000, 2) / 1000).sum();
    // 99.99 % point of χ² with 23 degrees of freedom
    assertThat(chi2).isLessThan(57.4);
  }

  @Test
  void below_bitsInTheBiasedRange_areDrawnAgain() {
    // 2³² mod 3 = 1: the word 0 alone has to be refused
    int[] words = {0, 0, -1};
    int[] used = {0};

    assertThat(BatchOrder.below(3, () -> words[used[0]++])).isEqualTo(2);
    assertThat(used[0]).isEqualTo(3);
  }

  @Test
  void below_largeBound_hasTheRightMean() {
    Random random = new Random(5);
    int bound = Integer.MAX_VALUE;

    double mean =
        IntStream.range(0, 100_000)
            .mapToDouble(i -> BatchOrder.below(bound, random::nextInt) / (double) bound)
            .average()
            .orElseThrow();

    assertThat(mean).isCloseTo(0.5, Offset.offset(0.005));
  }
}
