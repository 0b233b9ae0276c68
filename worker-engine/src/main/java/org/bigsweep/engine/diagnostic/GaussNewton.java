package org.bigsweep.engine.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;

/**
 * Gauss-Newton direction of each hidden layer (Meulemans et al. 2020; Bengio 2020): dˡ = Jᵀ (J Jᵀ +
 * λI)⁻¹ eᴺ per sample, with J = ∂hᴺ/∂hˡ [n_N, n_l], eᴺ = −∂L/∂hᴺ and λ = 1e-6 tr(J Jᵀ)/n_N. The
 * target to which an ideally trained difference feedback leads.
 *
 * <p>The samples' Jacobians lie one below the other, [samples · n_N, n_l], so that a layer's are
 * one product; Gram matrices and solutions are in double.
 */
final class GaussNewton {
  static final int SAMPLES = 16;
  private static final double DAMPING = 1e-6;

  /** tr(J Jᵀ)/n_N at or below which J has no direction in single precision; d is 0 then. */
  private static final double VANISHED = 1e-60;

  private final Workspace workspace;
  private final Mlp net;
  private final int classes;
  private final int samples;
  private final int[] sampleOfRow;
  private final Matrix identities;
  private final List<Matrix> jacobians = new ArrayList<>();
  private final List<Matrix> slopes = new ArrayList<>();

  /**
   * @param batch samples of the passes to come; the first 16 are looked at
   */
  GaussNewton(Workspace workspace, Mlp net, int batch) {
    this.workspace = workspace;
    this.net = net;
    this.classes = net.size(net.depth());
    this.samples = Math.min(SAMPLES, batch);
    int rows = samples * classes;
    this.sampleOfRow = IntStream.range(0, rows).map(row -> row / classes).toArray();
    this.identities = workspace.matrix(rows, classes);
    float[] ones = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      ones[row * classes + row % classes] = 1;
    }
    identities.set(ones);
    for (int l = 1; l < net.depth(); l++) {
      jacobians.add(workspace.matrix(rows, net.size(l)));
      slopes.add(workspace.matrix(rows, net.size(l)));
    }
  }

  /** Floats of its matrices. */
  static double floats(Shape shape) {
    double classes = shape.size(shape.depth());
    return SAMPLES * classes * (2 * shape.hiddenUnits() + classes);
  }

  /** Directions of layers 1 … N−1 for the first samples of the batch, each [samples, n_l]. */
  List<float[]> directions(Pass pass) {
    float[] errors = pass.topError().toArray();
    LinkedList<float[]> directions = new LinkedList<>();
    Matrix above = identities;
    for (int l = net.depth() - 1; l >= 1; l--) {
      Matrix jacobian = jacobians.get(l - 1);
      Blas.multiplyTransposedRight(1, above, net.layer(l + 1).weights(), 0, jacobian);
      directions.addFirst(directions(jacobian.toArray(), net.size(l), errors));
      above = slopes.get(l - 1);
      workspace.kernels().gather(above, pass.h(l).toArray(), sampleOfRow, 0);
      workspace.kernels().delta(above, jacobian, above, net.layer(l).activation());
    }
    return directions;
  }

  private float[] directions(float[] jacobian, int units, float[] errors) {
    float[] all = new float[samples * units];
    double[][] rows = new double[classes][units];
    double[] direction = new double[units];
    for (int s = 0; s < samples; s++) {
      for (int c = 0; c < classes; c++) {
        for (int k = 0; k < units; k++) {
          rows[c][k] = jacobian[(s * classes + c) * units + k];
        }
      }
      direction(rows, Arrays.copyOfRange(errors, s * classes, (s + 1) * classes), direction);
      for (int k = 0; k < units; k++) {
        all[s * units + k] = (float) direction[k];
      }
    }
    return all;
  }

  /** direction := Jᵀ (J Jᵀ + λI)⁻¹ e for the rows of J. */
  private static void direction(double[][] rows, float[] error, double[] direction) {
    Arrays.fill(direction, 0);
    int classes = rows.length;
    double[][] gram = new double[classes][classes];
    double trace = 0;
    for (int c = 0; c < classes; c++) {
      for (int d = 0; d <= c; d++) {
        gram[c][d] = DotProducts.dot(rows[c], rows[d]);
        gram[d][c] = gram[c][d];
      }
      trace += gram[c][c];
    }
    double scale = trace / classes;
    if (!(scale > VANISHED) || Double.isInfinite(scale)) {
      return;
    }
    double[] scaledError = new double[classes];
    for (int c = 0; c < classes; c++) {
      // in units of its mean diagonal, so that no pivot is small in absolute terms
      for (int d = 0; d < classes; d++) {
        gram[c][d] /= scale;
      }
      gram[c][c] += DAMPING;
      scaledError[c] = error[c] / scale;
    }
    double[] weights =
        new CholeskyDecomposition(MatrixUtils.createRealMatrix(gram))
            .getSolver()
            .solve(MatrixUtils.createRealVector(scaledError))
            .toArray();
    for (int c = 0; c < classes; c++) {
      for (int k = 0; k < direction.length; k++) {
        direction[k] += weights[c] * rows[c][k];
      }
    }
  }
}
