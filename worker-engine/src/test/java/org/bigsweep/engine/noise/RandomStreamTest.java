package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private final RandomStream stream = RandomStream.of(42, StreamName.INHIBITION_NOISE);

  @Test
  void at_fixedPosition_isThisKeyForEver() {
    assertThat(stream.at(3, 141, 5, 9)).isEqualTo(2_607_667_832_568_311_575L);
    assertThat(RandomStream.of(-1, StreamName.BATCHES).at(0))
        .isEqualTo(-4_554_659_227_240_926_953L);
  }

  @Test
  void at_fewerCoordinates_meansZeroForTheOthers() {
    assertThat(stream.at(3)).isEqualTo(stream.at(3, 0, 0, 0));
    assertThat(stream.at(3, 4, 5)).isEqualTo(stream.at(3, 4, 5, 0));
    assertThat(stream.atLayer(5)).isEqualTo(stream.at(0, 0, 5, 0));
  }

  @Test
  void at_manyPositionsAndStreams_keysAreDistinct() {
    List<Long> keys = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      for (StreamName name : StreamName.ALL) {
        RandomStream other = RandomStream.of(seed, name);
        for (int epoch = 0; epoch < 5; epoch++) {
          for (int step = 0; step < 100; step++) {
            for (int layer = 0; layer < 6; layer++) {
              keys.add(other.at(epoch, step, layer, 0));
              keys.add(other.at(epoch, step, layer, 1));
            }
          }
        }
      }
    }

    assertThat(keys.stream().distinct().count()).isEqualTo(keys.size()).isEqualTo(198_000);
  }

  @Test
  void at_largestPosition_isAccepted() {
    assertThat(stream.at(1_048_575, 16_777_215, 1_023, 1_023))
        .isEqualTo(Threefry2x32.block20(stream.key(), -1L));
  }

  @Test
  void at_outOfRange_saysTheLaw() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.at(-1))
        .withMessage("Invalid epoch: -1 (must be in 0..1048575)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.at(0, 1 << 24, 0))
        .withMessage("Invalid step: 16777216 (must be in 0..16777215)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.at(0, 0, 1024))
        .withMessage("Invalid layer: 1024 (must be in 0..1023)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.at(0, 0, 0, 1024))
        .withMessage("Invalid inner step: 1024 (must be in 0..1023)");
  }

  @Test
  void names_all_haveDistinctIds() {
    assertThat(StreamName.ALL.stream().map(StreamName::id)).doesNotHaveDuplicates().hasSize(11);
  }

  @Test
  void name_unlawful_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamName("My noise"))
        .withMessage("Invalid stream name: My noise (must be lower-case words joined by hyphens)");
  }
}
