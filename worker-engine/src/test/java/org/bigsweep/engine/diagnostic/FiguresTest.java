package org.bigsweep.engine.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.normal;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;

/** Each figure against its plain definition on random data, in one batch and in several. */
class FiguresTest {
  private static final int ROWS = 24;
  private static final int UNITS = 7;
  private static final double EXACT = 1e-12;

  private final float[] x = normal(1, ROWS * UNITS);
  private final float[] y = mixed(x, normal(2, ROWS * UNITS));

  /** Correlated with x, with another scale and mean. */
  private static float[] mixed(float[] x, float[] noise) {
    float[] y = new float[x.length];
    for (int k = 0; k < y.length; k++) {
      y[k] = 2 * x[k] + noise[k] + 3;
    }
    return y;
  }

  private static double dot(float[] a, float[] b, int row) {
    double sum = 0;
    for (int k = row * UNITS; k < (row + 1) * UNITS; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }

  private static float[] part(float[] values, int fromRow, int toRow) {
    return Arrays.copyOfRange(values, fromRow * UNITS, toRow * UNITS);
  }

  private static double[] column(float[] values, int unit) {
    double[] column = new double[ROWS];
    for (int r = 0; r < ROWS; r++) {
      column[r] = values[r * UNITS + unit];
    }
    return column;
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = values[k];
    }
    return result;
  }

  @Test
  void alignment_random_isItsDefinition() {
    double cosine = 0;
    double angle = 0;
    double norm = 0;
    for (int r = 0; r < ROWS; r++) {
      double c = dot(x, y, r) / Math.sqrt(dot(x, x, r) * dot(y, y, r));
      cosine += c / ROWS;
      angle += Math.toDegrees(Math.acos(c)) / ROWS;
      norm += Math.sqrt(dot(x, x, r)) / ROWS;
    }
    Alignment whole = new Alignment();
    whole.add(x, y, ROWS, UNITS);
    Alignment parts = new Alignment();
    parts.add(part(x, 0, 5), part(y, 0, 5), 5, UNITS);
    parts.add(part(x, 5, ROWS), part(y, 5, ROWS), ROWS - 5, UNITS);

    for (Alignment found : new Alignment[] {whole, parts}) {
      assertThat(found.cosine()).isEqualTo(cosine, within(EXACT));
      assertThat(found.angle()).isEqualTo(angle, within(1e-9));
      assertThat(found.norm()).isEqualTo(norm, within(EXACT));
    }
  }

  @Test
  void alignment_sameOppositeOrZero_isOneMinusOneOrNothing() {
    Alignment same = new Alignment();
    same.add(x, x, ROWS, UNITS);
    assertThat(same.cosine()).isEqualTo(1, within(EXACT));
    assertThat(same.angle()).isEqualTo(0, within(1e-5));
    Alignment zero = new Alignment();
    zero.add(new float[UNITS], x, 1, UNITS);
    assertThat(zero.cosine()).isZero();
    assertThat(zero.angle()).isEqualTo(90, within(EXACT));
    assertThat(zero.norm()).isZero();
  }

  /** The mean is over samples, so that batches of different sizes weigh as their samples do. */
  @Test
  void correlation_random_isPearsons() {
    Correlation found = new Correlation();
    for (int k = 0; k < x.length; k++) {
      found.add(x[k], y[k]);
    }

    assertThat(found.value())
        .isEqualTo(new PearsonsCorrelation().correlation(doubles(x), doubles(y)), within(EXACT));
  }

  @Test
  void correlation_constantSide_isZero() {
    Correlation found = new Correlation();
    found.add(1, 5);
    found.add(2, 5);

    assertThat(found.value()).isZero();
    assertThat(new Correlation().value()).isZero();
  }

  /** Welford's form keeps what a difference of squares would lose. */
  @Test
  void correlation_largeMean_keepsItsPrecision() {
    Correlation found = new Correlation();
    for (int k = 0; k < 1000; k++) {
      found.add(1e9 + k % 7, -1e9 + 2 * (k % 7));
    }

    assertThat(found.value()).isEqualTo(1, within(1e-9));
  }

  @Test
  void balance_random_isItsDefinition() {
    PearsonsCorrelation pearson = new PearsonsCorrelation();
    double perUnit = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      perUnit += pearson.correlation(column(x, unit), column(y, unit)) / UNITS;
    }
    double difference = 0;
    double magnitude = 0;
    float[] neighbour = new float[y.length];
    for (int k = 0; k < x.length; k++) {
      difference += Math.abs((double) x[k] - y[k]);
      magnitude += Math.abs((double) x[k]);
      neighbour[k] = y[k / UNITS * UNITS + (k % UNITS + 1) % UNITS];
    }
    Balance whole = new Balance(UNITS);
    whole.add(x, y, ROWS);
    Balance parts = new Balance(UNITS);
    parts.add(part(x, 0, 10), part(y, 0, 10), 10);
    parts.add(part(x, 10, ROWS), part(y, 10, ROWS), ROWS - 10);

    for (Balance found : new Balance[] {whole, parts}) {
      assertThat(found.correlation())
          .isEqualTo(pearson.correlation(doubles(x), doubles(y)), within(EXACT));
      assertThat(found.shuffledCorrelation())
          .isEqualTo(pearson.correlation(doubles(x), doubles(neighbour)), within(EXACT));
      assertThat(found.unitCorrelation()).isEqualTo(perUnit, within(EXACT));
      assertThat(found.imbalance()).isEqualTo(difference / magnitude, within(EXACT));
    }
  }

  @Test
  void reconstruction_random_isItsDefinition() {
    double error = 0;
    for (int k = 0; k < x.length; k++) {
      error += ((double) y[k] - x[k]) * ((double) y[k] - x[k]) / ROWS;
    }
    double variance = 0;
    for (int unit = 0; unit < UNITS; unit++) {
      variance += new Variance().evaluate(column(x, unit));
    }
    Reconstruction whole = new Reconstruction(UNITS);
    whole.add(y, x, ROWS);
    Reconstruction parts = new Reconstruction(UNITS);
    parts.add(part(y, 0, 1), part(x, 0, 1), 1);
    parts.add(part(y, 1, ROWS), part(x, 1, ROWS), ROWS - 1);

    assertThat(whole.unexplained()).isEqualTo(error / variance, within(1e-10));
    assertThat(parts.unexplained()).isEqualTo(error / variance, within(1e-10));
  }

  @Test
  void reconstruction_perfect_isZero() {
    Reconstruction found = new Reconstruction(UNITS);
    found.add(x, x, ROWS);

    assertThat(found.unexplained()).isZero();
  }
}
