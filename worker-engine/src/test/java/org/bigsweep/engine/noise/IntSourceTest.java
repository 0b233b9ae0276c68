package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntSourceTest {
  @Test
  void next_first_areTheWordsOfTheBlocks() {
    IntSource source = new IntSource(77);

    long first = Threefry2x32.block13(77, 0);
    long second = Threefry2x32.block13(77, 1);
    assertThat(new int[] {source.next(), source.next(), source.next(), source.next()})
        .containsExactly(
            Threefry2x32.word0(first),
            Threefry2x32.word1(first),
            Threefry2x32.word0(second),
            Threefry2x32.word1(second));
  }

  @Test
  void nextBounded_allResiduesEquallyLikely() {
    IntSource source = new IntSource(5);
    long[] counts = new long[1000];
    for (int i = 0; i < 1_000_000; i++) {
      counts[source.next(1000)]++;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
  }

  /** A bound of 3·2²⁹ maps 2³² words unevenly without rejection: thirds would weigh 3 : 3 : 2. */
  @Test
  void nextBounded_hugeBound_isUnbiased() {
    IntSource source = new IntSource(6);
    long[] counts = new long[3];
    for (int i = 0; i < 300_000; i++) {
      counts[source.next(3 << 29) >>> 29]++;
    }
    long[] residues = new long[3];
    for (int i = 0; i < 300_000; i++) {
      residues[source.next(3 << 29) % 3]++;
    }

    assertThat(NormalLaw.chiSquareDeviation(counts)).isBetween(-4.0, 4.0);
    assertThat(NormalLaw.chiSquareDeviation(residues)).isBetween(-4.0, 4.0);
  }

  @Test
  void nextBounded_one_isZero() {
    assertThat(new IntSource(1).next(1)).isZero();
  }

  @Test
  void nextBounded_zero_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IntSource(1).next(0))
        .withMessage("Invalid bound: 0 (must be at least 1)");
  }

  @Test
  void shuffle_manyItems_isAPermutationThatDependsOnTheKey() {
    int[] a = IntStream.range(0, 1000).toArray();
    int[] b = a.clone();
    int[] again = a.clone();

    new IntSource(1).shuffle(a);
    new IntSource(2).shuffle(b);
    new IntSource(1).shuffle(again);

    assertThat(a).isEqualTo(again).isNotEqualTo(b);
    assertThat(IntStream.of(a).sorted().toArray()).isEqualTo(IntStream.range(0, 1000).toArray());
  }

  @Test
  void shuffle_threeItems_allOrdersEquallyLikely() {
    long[] counts = new long[27];
    for (int key = 0; key < 120_000; key++) {
      int[] items = {0, 1, 2};
      new IntSource(key).shuffle(items);
      counts[items[0] * 9 + items[1] * 3 + items[2]]++;
    }

    long[] seen = IntStream.range(0, 27).mapToLong(i -> counts[i]).filter(c -> c > 0).toArray();
    assertThat(seen).hasSize(6);
    assertThat(NormalLaw.chiSquareDeviation(seen)).isBetween(-4.0, 4.0);
  }
}
