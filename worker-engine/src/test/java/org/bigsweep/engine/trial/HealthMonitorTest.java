package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
  private static final int BATCH = 100;

  private final Workspace workspace = new Workspace();
  private final Mlp net = new Mlp(workspace, List.of(1, 10, 2), Activation.TANH);
  private final Pass pass = new Pass(workspace, net, BATCH, 1, 1);
  private final HealthMonitor monitor = new HealthMonitor(net, workspace.kernels(), true);

  @AfterEach
  void free() {
    workspace.close();
  }

  private void forward(int epoch, int step) {
    int[] indices = IntStream.range(0, BATCH).toArray();
    pass.forward(new float[BATCH], new byte[BATCH], indices, 0, epoch, step);
  }

  private void saturate(float share) {
    float[] values = new float[BATCH * 10];
    Arrays.fill(values, 0, Math.round(share * values.length), -0.96f);
    pass.h(1).set(values);
  }

  @Test
  void afterStep_saturatedAtTwoChecksInARow_flagsTheEpochOfTheSecond() {
    forward(1, 99);
    saturate(0.91f);
    monitor.afterStep(pass, false);
    assertThat(monitor.collapsedEpoch()).isZero();
    forward(3, 99);
    saturate(0.91f);
    monitor.afterStep(pass, false);
    assertThat(monitor.collapsedEpoch()).isEqualTo(3);
  }

  @Test
  void afterStep_saturatedInPreTraining_isNoCollapse() {
    for (int epoch = -1; epoch <= 0; epoch++) {
      forward(epoch, 99);
      saturate(0.91f);
      monitor.afterStep(pass, false);
    }
    assertThat(monitor.collapsedEpoch()).isZero();
    forward(1, 99);
    saturate(0.91f);
    monitor.afterStep(pass, false);
    assertThat(monitor.collapsedEpoch()).isEqualTo(1);
  }

  @Test
  void afterStep_healthyCheckBetween_startsAfresh() {
    for (float share : new float[] {1f, 0.9f, 1f, 0.2f}) {
      forward(1, 199);
      saturate(share);
      monitor.afterStep(pass, false);
    }
    assertThat(monitor.collapsedEpoch()).isZero();
  }

  @Test
  void afterStep_betweenChecks_looksAtNothing() {
    forward(1, 98);
    pass.target(1).set(filled(Float.NaN));
    assertThatCode(() -> monitor.afterStep(pass, false)).doesNotThrowAnyException();
  }

  /** Epochs shorter than the distance of checks are checked at their ends. */
  @Test
  void afterStep_lastOfAnEpoch_isChecked() {
    forward(1, 7);
    pass.target(1).set(filled(Float.NaN));

    assertThatThrownBy(() -> monitor.afterStep(pass, true))
        .isInstanceOf(DivergedException.class)
        .hasMessage("target of layer 1 reached NaN (bound 1.00e+05)");
  }

  @Test
  void afterStep_targetAtAndBeyondTheBound_divergesBeyond() {
    forward(1, 99);
    pass.target(1).set(filled(-1e5f));
    assertThatCode(() -> monitor.afterStep(pass, false)).doesNotThrowAnyException();
    pass.target(1).set(filled(-1.01e5f));
    assertThatThrownBy(() -> monitor.afterStep(pass, false))
        .hasMessage("target of layer 1 reached 1.01e+05 (bound 1.00e+05)");
  }

  private static float[] filled(float value) {
    float[] values = new float[BATCH * 10];
    values[3] = value;
    return values;
  }

  /** Equal logits predict class 0 for every sample: 500 in a row after the first epoch. */
  @Test
  void afterForward_onePredictedClass_flagsAfterTheFirstEpoch() {
    for (int step = 0; step < 10; step++) {
      forward(1, step);
      monitor.afterForward(pass);
    }
    assertThat(monitor.collapsedEpoch()).isZero();
    for (int step = 0; step < 4; step++) {
      forward(2, step);
      monitor.afterForward(pass);
    }
    assertThat(monitor.collapsedEpoch()).isZero();
    forward(2, 4);
    monitor.afterForward(pass);
    assertThat(monitor.collapsedEpoch()).isEqualTo(2);
  }

  @Test
  void afterForward_infiniteWeight_diverges() {
    net.layer(2).bias().set(new float[] {0, Float.POSITIVE_INFINITY});
    forward(1, 0);

    assertThatThrownBy(() -> monitor.afterForward(pass))
        .isInstanceOf(DivergedException.class)
        .hasMessage("loss NaN (bound 1.00e+03)");
  }

  @Test
  void checkLoss_boundItself_isAllowed() {
    assertThatCode(() -> HealthMonitor.checkLoss(1e3)).doesNotThrowAnyException();
    assertThatThrownBy(() -> HealthMonitor.checkLoss(1000.1))
        .hasMessage("loss 1.00e+03 (bound 1.00e+03)");
    assertThatThrownBy(() -> HealthMonitor.checkLoss(Double.POSITIVE_INFINITY))
        .hasMessage("loss Infinity (bound 1.00e+03)");
  }
}
