package org.bigsweep.engine.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.kernel.Numbers.normal;
import static org.bigsweep.engine.kernel.Numbers.rows;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussNewtonTest {
  private static final int BATCH = 20;
  private static final int SAMPLES = 16;

  private final Workspace workspace = new Workspace();

  @AfterEach
  void free() {
    workspace.close();
  }

  private Pass forward(Mlp net, float scale) {
    for (int l = 1; l <= net.depth(); l++) {
      int size = net.layer(l).weights().size();
      net.layer(l).weights().set(normal(l, size));
      workspace
          .kernels()
          .scale(
              net.layer(l).weights(),
              scale / (float) Math.sqrt(net.size(l - 1)),
              net.layer(l).weights());
      net.layer(l).bias().set(normal(10 + l, net.size(l)));
    }
    Pass pass = new Pass(workspace, net, BATCH, 1, 1);
    byte[] labels = new byte[BATCH];
    for (int k = 0; k < BATCH; k++) {
      labels[k] = (byte) (k % net.size(net.depth()));
    }
    int[] indices = IntStream.range(0, BATCH).toArray();
    pass.forward(normal(3, BATCH * net.size(0)), labels, indices, 0, 1, 0);
    return pass;
  }

  private static double slope(Activation phi, double h) {
    return switch (phi) {
      case TANH -> 1 - h * h;
      case SIGMOID -> h * (1 - h);
      case RELU -> h > 0 ? 1 : 0;
      case LINEAR -> 1;
    };
  }

  /** ∂hᴺ/∂hˡ of one sample, column by column, layer by layer. */
  private static RealMatrix jacobian(Mlp net, Pass pass, int l, int sample) {
    RealMatrix jacobian =
        MatrixUtils.createRealMatrix(rows(net.layer(l + 1).weights())).transpose();
    for (int above = l + 1; above < net.depth(); above++) {
      double[] h = rows(pass.h(above))[sample];
      double[] slopes = new double[h.length];
      for (int k = 0; k < h.length; k++) {
        slopes[k] = slope(net.layer(above).activation(), h[k]);
      }
      jacobian =
          MatrixUtils.createRealMatrix(rows(net.layer(above + 1).weights()))
              .transpose()
              .multiply(MatrixUtils.createRealDiagonalMatrix(slopes))
              .multiply(jacobian);
    }
    return jacobian;
  }

  /** With more units than classes the direction is J⁺ eᴺ but for the damping of 1e-6. */
  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"TANH", "SIGMOID", "LINEAR"})
  void directions_randomNetwork_areThePseudoInversesSolutions(Activation phi) {
    Mlp net = new Mlp(workspace, List.of(5, 14, 12, 16, 4), phi);
    Pass pass = forward(net, 1);

    List<float[]> directions = new GaussNewton(workspace, net, BATCH).directions(pass);

    for (int l = 1; l < net.depth(); l++) {
      int units = net.size(l);
      assertThat(directions.get(l - 1)).hasSize(SAMPLES * units);
      for (int s = 0; s < SAMPLES; s++) {
        double[] expected =
            new SingularValueDecomposition(jacobian(net, pass, l, s))
                .getSolver()
                .getInverse()
                .operate(rows(pass.topError())[s]);
        assertNear(directions.get(l - 1), s * units, expected);
      }
    }
  }

  private static void assertNear(float[] found, int offset, double[] expected) {
    double error = 0;
    double norm = 0;
    for (int k = 0; k < expected.length; k++) {
      error += Math.pow(found[offset + k] - expected[k], 2);
      norm += expected[k] * expected[k];
    }
    assertThat(Math.sqrt(error / norm)).isLessThan(2e-3);
  }

  /** Vanishing Jacobians have a direction still, and never fail a trial. */
  @ParameterizedTest
  @ValueSource(floats = {1e-3f, 1e-6f, 1e-12f})
  void directions_vanishingWeights_areFinite(float scale) {
    Mlp net = new Mlp(workspace, List.of(5, 14, 3, 16, 4), Activation.SIGMOID);
    Pass pass = forward(net, scale);

    for (float[] direction : new GaussNewton(workspace, net, BATCH).directions(pass)) {
      for (float value : direction) {
        assertThat(value).isFinite();
      }
    }
  }

  /** Fewer units than classes: J Jᵀ is singular without its damping. */
  @Test
  void directions_narrowLayers_areFinite() {
    Mlp net = new Mlp(workspace, List.of(5, 1, 2, 1, 4), Activation.TANH);
    Pass pass = forward(net, 1e-2f);

    for (float[] direction : new GaussNewton(workspace, net, BATCH).directions(pass)) {
      for (float value : direction) {
        assertThat(value).isFinite();
      }
    }
  }

  /** relu units that are all off have no direction. */
  @Test
  void directions_deadLayer_areZero() {
    Mlp net = new Mlp(workspace, List.of(5, 6, 6, 3), Activation.RELU);
    Pass pass = forward(net, 1);
    pass.h(2).clear();

    assertThat(new GaussNewton(workspace, net, BATCH).directions(pass).get(0)).containsOnly(0f);
  }
}
