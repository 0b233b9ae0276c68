package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bigsweep.engine.kernel.Numbers.normal;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the norm of the gradient by plain loops in double precision. */
class GradientClipTest {
  private static final int BATCH = 4;

  private final Workspace workspace = new Workspace();
  private final Mlp net = new Mlp(workspace, List.of(6, 5, 3), Activation.TANH);
  private final Pass pass = new Pass(workspace, net, BATCH, 1, 1);

  @BeforeEach
  void forward() {
    for (int l = 1; l <= 2; l++) {
      net.layer(l).weights().set(normal(l, net.layer(l).weights().size()));
    }
    int[] indices = IntStream.range(0, BATCH).toArray();
    pass.forward(normal(3, BATCH * 6), new byte[] {0, 1, 2, 1}, indices, 0, 1, 0);
    pass.estimate(1).set(normal(4, BATCH * 5));
  }

  @AfterEach
  void free() {
    workspace.close();
  }

  private double norm(int lowest) {
    double squares = 0;
    for (int l = lowest; l <= 2; l++) {
      double[][] x = rows(pass.h(l - 1));
      double[][] d = rows(pass.update(l));
      for (int o = 0; o < d[0].length; o++) {
        double bias = 0;
        for (int r = 0; r < BATCH; r++) {
          bias += d[r][o] / BATCH;
        }
        squares += bias * bias;
        for (int i = 0; i < x[0].length; i++) {
          double weight = 0;
          for (int r = 0; r < BATCH; r++) {
            weight += x[r][i] * d[r][o] / BATCH;
          }
          squares += weight * weight;
        }
      }
    }
    return Math.sqrt(squares);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.01", "1, 0.5", "2, 0.01"})
  void apply_longerThanTheBound_hasTheBoundsLengthInTheSameDirection(int lowest, double bound) {
    double before = norm(lowest);
    double[][] updates = rows(pass.update(2));
    assertThat(before).isGreaterThan(bound);

    new GradientClip(workspace, net, bound).apply(p -> {}, pass, lowest);

    assertThat(norm(lowest)).isCloseTo(bound, within(1e-6 * bound));
    double[][] after = rows(pass.update(2));
    for (int r = 0; r < BATCH; r++) {
      for (int o = 0; o < 3; o++) {
        assertThat(after[r][o]).isCloseTo(updates[r][o] * bound / before, within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void apply_shorterThanTheBound_changesNoBit(int lowest) {
    float[] hidden = pass.update(1).toArray();
    float[] top = pass.update(2).toArray();

    new GradientClip(workspace, net, norm(lowest) * 1.001).apply(p -> {}, pass, lowest);

    assertThat(pass.update(1).toArray()).isEqualTo(hidden);
    assertThat(pass.update(2).toArray()).isEqualTo(top);
  }
}
