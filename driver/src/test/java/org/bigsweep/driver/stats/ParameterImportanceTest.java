package org.bigsweep.driver.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bigsweep.driver.stats.ParameterImportance.Share;
import org.junit.jupiter.api.Test;

class ParameterImportanceTest {
  private static final int N = 600;
  private static final double[] SCORES = new double[N];
  private static final List<Map<String, String>> CONFIGURATIONS = configurations();

  /**
   * The score is 3a + b and the class's step, and no other parameter counts. Their variances are 9,
   * 1 and 4 twelfths.
   */
  private static List<Map<String, String>> configurations() {
    Random random = new Random(7);
    List<Map<String, String>> configurations = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      boolean high = random.nextBoolean();
      Map<String, String> values = new TreeMap<>();
      values.put("a", String.valueOf(a));
      values.put("b", String.valueOf(b));
      values.put("class", high ? "high" : "low");
      values.put("none", String.valueOf(random.nextInt(5)));
      values.put("same", "1");
      if (random.nextBoolean()) {
        values.put("sometimes", "x");
      }
      configurations.add(values);
      SCORES[i] = 3 * a + b + (high ? Math.sqrt(4 / 3.0) : 0);
    }
    return configurations;
  }

  private static double share(ParameterImportance importance, String parameter) {
    return importance.shares().stream()
        .filter(share -> share.parameter().equals(parameter))
        .mapToDouble(Share::share)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void importance_ofASum_isEachPartsShareOfTheVariance() {
    ParameterImportance importance = ParameterImportance.of(CONFIGURATIONS, SCORES);

    assertThat(importance.explained()).isGreaterThan(0.9);
    assertThat(share(importance, "a")).isCloseTo(9 / 14.0, within(0.08));
    assertThat(share(importance, "class")).isCloseTo(4 / 14.0, within(0.08));
    assertThat(share(importance, "b")).isCloseTo(1 / 14.0, within(0.04));
    assertThat(share(importance, "none")).isCloseTo(0, within(0.01));
    assertThat(share(importance, "sometimes")).isCloseTo(0, within(0.01));
    assertThat(importance.shares())
        .extracting(Share::parameter)
        .startsWith("a", "class", "b")
        .doesNotContain("same")
        .hasSize(5);
    assertThat(importance.shares())
        .allSatisfy(s -> assertThat(s.share()).isBetween(s.range().low(), s.range().high()));
  }

  @Test
  void importance_askedAgain_isTheSame() {
    assertThat(ParameterImportance.of(CONFIGURATIONS.subList(0, 40), first(40)))
        .isEqualTo(ParameterImportance.of(CONFIGURATIONS.subList(0, 40), first(40)));
  }

  @Test
  void importance_ofNoise_explainsNothing() {
    double[] noise = new Random(1).doubles(N).toArray();

    assertThat(ParameterImportance.of(CONFIGURATIONS, noise).explained()).isLessThan(0.1);
  }

  @Test
  void importance_ofTooFewOrEqualScores_isRefused() {
    assertThatThrownBy(() -> ParameterImportance.of(CONFIGURATIONS.subList(0, 7), first(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 8");
    assertThatThrownBy(() -> ParameterImportance.of(CONFIGURATIONS.subList(0, 9), first(8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8 of 9");
    assertThatThrownBy(() -> ParameterImportance.of(CONFIGURATIONS.subList(0, 9), new double[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all are equal");
  }

  private static double[] first(int n) {
    return Arrays.copyOf(SCORES, n);
  }
}
