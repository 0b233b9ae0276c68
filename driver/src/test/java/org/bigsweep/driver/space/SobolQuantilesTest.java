package org.bigsweep.driver.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SobolQuantilesTest {
  private static final List<String> NAMES =
      List.of("learningRate", "depth", "momentum", "sigma2", "width", "batchSize", "optimizer");

  private static Quantiles sobol(int n, long seed) {
    return SobolQuantiles.of(Set.copyOf(NAMES), n, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, Long.MAX_VALUE})
  void draws_everyPowerOfTwo_fallOneIntoEachInterval(long seed) {
    Quantiles quantiles = sobol(1024, seed);

    for (String name : NAMES) {
      for (int count : List.of(1, 2, 16, 256)) {
        for (int from = 0; from < 1024; from += count) {
          assertThat(
                  IntStream.range(from, from + count)
                      .map(k -> (int) (quantiles.at(name, k) * count))
                      .distinct())
              .as("%s, %d from %d", name, count, from)
              .hasSize(count);
        }
      }
    }
  }

  /** The first two dimensions are a (0, 2)-sequence; the scramble keeps it one. */
  @ParameterizedTest
  @CsvSource({"1, 64", "2, 32", "4, 16", "8, 8", "16, 4", "32, 2", "64, 1"})
  void draws_ofTwoParameters_fallOneIntoEachBox(int across, int down) {
    for (long seed = 0; seed < 20; seed++) {
      Quantiles quantiles = SobolQuantiles.of(Set.of("a", "b"), 64, seed);
      Set<List<Integer>> boxes = new HashSet<>();
      for (int k = 0; k < 64; k++) {
        boxes.add(
            List.of((int) (quantiles.at("a", k) * across), (int) (quantiles.at("b", k) * down)));
      }

      assertThat(boxes).hasSize(64);
    }
  }

  @Test
  void draws_more_extendFewer() {
    Quantiles few = sobol(10, 5);
    Quantiles more = sobol(1000, 5);

    for (String name : NAMES) {
      for (int k = 0; k < 10; k++) {
        assertThat(more.at(name, k)).isEqualTo(few.at(name, k));
      }
    }
  }

  @Test
  void draw_overSeeds_isUniform() {
    for (int k : List.of(0, 1, 7)) {
      List<Double> values =
          LongStream.range(0, 4000).mapToObj(seed -> sobol(8, seed).at("sigma2", k)).toList();

      for (int quarter = 0; quarter < 4; quarter++) {
        double low = quarter / 4.0;
        assertThat(values.stream().filter(v -> v >= low && v < low + 0.25).count())
            .isBetween(900L, 1100L);
      }
    }
  }
}
