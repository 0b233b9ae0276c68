package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Threefry2x32Test {
  /** The lines "threefry2x32" of Random123's tests/kat_vectors: counter, key, result. */
  @ParameterizedTest
  @CsvSource({
    "13, 00000000 00000000, 00000000 00000000, 9d1c5ec6 8bd50731",
    "13, ffffffff ffffffff, ffffffff ffffffff, fd36d048 2d17272c",
    "13, 243f6a88 85a308d3, 13198a2e 03707344, ba3e4725 f27d669e",
    "20, 00000000 00000000, 00000000 00000000, 6b200159 99ba4efe",
    "20, ffffffff ffffffff, ffffffff ffffffff, 1cb996fc bb002be7",
    "20, 243f6a88 85a308d3, 13198a2e 03707344, c4923a9c 483df7a0",
  })
  void block_knownAnswers_agree(int rounds, String counter, String key, String result) {
    long block =
        rounds == 13
            ? Threefry2x32.block13(words(key), words(counter))
            : Threefry2x32.block20(words(key), words(counter));

    assertThat(block).isEqualTo(words(result));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 100, 1023, 1024})
  void blocks_anyLength_areTheScalarFunctionsMantissas(int n) {
    RandomBlocks blocks = new RandomBlocks();
    long key = 0x8234567890abcdefL;
    blocks.key(key);
    int counter = 0x7ffffff0;

    blocks.fill(counter, n);

    for (int i = 0; i < n; i++) {
      long first = Threefry2x32.block13(key, Threefry2x32.pair(counter + i, 0));
      long second =
          Threefry2x32.block13(key, Threefry2x32.pair(counter + RandomBlocks.LENGTH + i, 0));
      assertThat(blocks.first0[i]).isEqualTo(mantissa(Threefry2x32.word0(first)));
      assertThat(blocks.first1[i]).isEqualTo(mantissa(Threefry2x32.word1(first)));
      assertThat(blocks.second0[i]).isEqualTo(mantissa(Threefry2x32.word0(second)));
      assertThat(blocks.second1[i]).isEqualTo(mantissa(Threefry2x32.word1(second)));
    }
  }

  private static int mantissa(int word) {
    return (word & 0x7fffff) | 0x3f800000;
  }

  private static long words(String hex) {
    return Threefry2x32.pair(
        Integer.parseUnsignedInt(hex, 0, 8, 16), Integer.parseUnsignedInt(hex, 9, 17, 16));
  }
}
