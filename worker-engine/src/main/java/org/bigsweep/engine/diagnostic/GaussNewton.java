package org.bigsweep.engine.diagnostic;

import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Gauss-Newton direction of each hidden layer (Meulemans et al. 2020; Bengio 2020): dˡ = Jᵀ (J
 * Jᵀ + λI)⁻¹ eᴺ per sample, with J = ∂hᴺ/∂hˡ [n_N, n_l], eᴺ = −∂L/∂hᴺ and λ = 1e-6 tr(J Jᵀ)/n_N.
 * The target to which an ideally trained difference feedback leads.
 */
final class GaussNewton {
  private static final int SAMPLES = 16;
  private static final double DAMPING = 1e-6;

  /** tr(J Jᵀ)/n_N at or below which J has no direction in single precision; d is 0 then. */
  private static final double VANISHED = 1e-60;

  private final Mlp net;

  GaussNewton(Mlp net) {
    this.net = net;
  }

  /** Directions of layers 1 … N−1 for the first samples of the batch, each [samples, n_l]. */
  List<float[]> directions(Pass pass) {
    int top = net.depth();
    int classes = net.size(top);
    int samples = Math.min(SAMPLES, pass.batch());
    double[][] errors = pass.topError().toNd4j().toDoubleMatrix();
    LinkedList<float[]> directions = new LinkedList<>();
    // the samples' Jacobians one below the other, [samples · n_N, n_l]
    INDArray jacobians = Nd4j.tile(Nd4j.eye(classes), samples, 1);
    for (int l = top - 1; l >= 1; l--) {
      if (l + 1 < top) {
        INDArray h = pass.h(l + 1).head(samples).toNd4j();
        INDArray slopes = slope(h, net.layer(l + 1).activation());
        jacobians = jacobians.mul(slopes.repeat(0, classes));
      }
      jacobians = jacobians.mmul(net.layer(l + 1).weights().toNd4j().transpose());
      directions.addFirst(directions(jacobians.toDoubleMatrix(), errors, samples, classes));
    }
    return directions;
  }

  private static float[] directions(
      double[][] jacobians, double[][] errors, int samples, int classes) {
    int units = jacobians[0].length;
    float[] all = new float[samples * units];
    for (int s = 0; s < samples; s++) {
      double[][] jacobian = Arrays.copyOfRange(jacobians, s * classes, (s + 1) * classes);
      double[] direction = direction(MatrixUtils.createRealMatrix(jacobian), errors[s]);
      for (int k = 0; k < units; k++) {
        all[s * units + k] = (float) direction[k];
      }
    }
    return all;
  }

  private static double[] direction(RealMatrix jacobian, double[] error) {
    RealMatrix gram = jacobian.multiply(jacobian.transpose());
    double scale = gram.getTrace() / gram.getRowDimension();
    if (!(scale > VANISHED) || Double.isInfinite(scale)) {
      return new double[jacobian.getColumnDimension()];
    }
    // in units of its mean diagonal, so that no pivot is small in absolute terms
    RealMatrix scaled = gram.scalarMultiply(1 / scale);
    for (int k = 0; k < scaled.getRowDimension(); k++) {
      scaled.addToEntry(k, k, DAMPING);
    }
    double[] weights =
        new CholeskyDecomposition(scaled)
            .getSolver()
            .solve(MatrixUtils.createRealVector(error))
            .mapDivide(scale)
            .toArray();
    return jacobian.preMultiply(weights);
  }

  private static INDArray slope(INDArray h, Activation phi) {
    return switch (phi) {
      case TANH -> h.mul(h).rsub(1);
      case SIGMOID -> h.rsub(1).mul(h);
      case RELU -> h.gt(0).castTo(h.dataType());
      case LINEAR -> Nd4j.onesLike(h);
    };
  }
}
