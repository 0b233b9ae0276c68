package org.bigsweep.driver.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.bigsweep.driver.stats.TuningBudget.Tried;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Held against NumPy and SciPy; see reference.py. */
class ReferenceTest {
  private static final double EXACT = 1e-12;

  /** Monte Carlo error of a 95 % bound, as a share of the interval's width. */
  private static final double DRAWN = 0.03;

  private static JsonNode reference;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = ReferenceTest.class.getResourceAsStream("/stats/reference.json")) {
      reference = new ObjectMapper().readTree(in);
    }
  }

  @Test
  void summary_samples_isNumPys() {
    assertThat(reference.get("summaries")).isNotEmpty();
    for (JsonNode expected : reference.get("summaries")) {
      Summary summary = Summary.of(numbers(expected.get("values")));

      assertThat(summary.n()).isEqualTo(expected.get("values").size());
      assertThat(summary.mean()).isCloseTo(expected.get("mean").asDouble(), within(EXACT));
      assertThat(summary.variance().orElseThrow())
          .isCloseTo(expected.get("variance").asDouble(), within(EXACT));
      assertThat(summary.sd().orElseThrow())
          .isCloseTo(expected.get("sd").asDouble(), within(EXACT));
      assertThat(summary.median()).isCloseTo(expected.get("median").asDouble(), within(EXACT));
      assertThat(summary.interquartileMean())
          .isCloseTo(expected.get("interquartile_mean").asDouble(), within(EXACT));
    }
  }

  @Test
  void bootstrap_samples_isSciPys() {
    Bootstrap bootstrap = new Bootstrap(100_000, 0.95, 7);
    assertThat(reference.get("intervals")).isNotEmpty();
    for (JsonNode expected : reference.get("intervals")) {
      double[] values =
          numbers(reference.get("summaries").get(expected.get("sample").asText()).get("values"));
      Statistic statistic = Statistic.valueOf(expected.get("statistic").asText());
      Interval interval = bootstrap.accelerated(statistic, values).orElseThrow();
      double[] bounds = numbers(expected.get("interval"));
      double tolerance = DRAWN * (bounds[1] - bounds[0]);

      assertThat(interval.low()).as("low of %s", expected).isCloseTo(bounds[0], within(tolerance));
      assertThat(interval.high())
          .as("high of %s", expected)
          .isCloseTo(bounds[1], within(tolerance));
    }
  }

  @Test
  void signFlip_differences_isSciPysPermutationTest() {
    assertThat(reference.get("sign_flips")).isNotEmpty();
    for (JsonNode expected : reference.get("sign_flips")) {
      assertThat(SignFlip.pValue(0, numbers(expected.get("differences"))))
          .isCloseTo(expected.get("p").asDouble(), within(EXACT));
    }
  }

  @Test
  void holm_severalTests_isNumPys() {
    JsonNode expected = reference.get("holm");

    assertThat(Holm.adjusted(numbers(expected.get("p"))))
        .containsExactly(numbers(expected.get("adjusted")), within(EXACT));
  }

  @Test
  void tuningBudget_everyBudget_isMeanOverAllDraws() {
    JsonNode expected = reference.get("best_of_k");
    List<Tried> tried = new ArrayList<>();
    expected
        .get("tried")
        .forEach(t -> tried.add(new Tried(t.get(0).asDouble(), t.get(1).asDouble())));
    TuningBudget budget = TuningBudget.of(tried);
    double[] curve =
        IntStream.rangeClosed(1, budget.size()).mapToDouble(budget::expectedBest).toArray();

    assertThat(curve).containsExactly(numbers(expected.get("expected")), within(EXACT));
    assertThat(IntStream.range(1, curve.length)).allMatch(k -> curve[k] >= curve[k - 1]);
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
