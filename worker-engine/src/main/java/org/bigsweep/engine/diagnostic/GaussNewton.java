package org.bigsweep.engine.diagnostic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Gauss-Newton direction of each hidden layer (Meulemans et al. 2020; Bengio 2020): dˡ = Jᵀ (J Jᵀ
 * + λI)⁻¹ eᴺ per sample, with J = ∂hᴺ/∂hˡ [n_N, n_l], eᴺ = −∂L/∂hᴺ and λ = 1e-6 tr(J Jᵀ)/n_N. The
 * target to which an ideally trained difference feedback leads.
 */
final class GaussNewton {
  private static final int SAMPLES = 16;
  private static final double DAMPING = 1e-6;

  private final Mlp net;

  GaussNewton(Mlp net) {
    this.net = net;
  }

  /** Directions of layers 1 … N−1 for the first samples of the batch, each [samples, n_l]. */
  List<float[]> directions(Pass pass) {
    int samples = Math.min(SAMPLES, pass.batch());
    List<float[]> directions = new ArrayList<>();
    for (int l = 1; l < net.depth(); l++) {
      directions.add(new float[samples * net.size(l)]);
    }
    for (int s = 0; s < samples; s++) {
      sample(pass, s, directions);
    }
    return directions;
  }

  private void sample(Pass pass, int s, List<float[]> directions) {
    int top = net.depth();
    INDArray error = pass.topError().toNd4j().getRow(s, true);
    INDArray jacobian = Nd4j.eye(net.size(top));
    for (int l = top - 1; l >= 1; l--) {
      if (l + 1 < top) {
        INDArray h = pass.h(l + 1).toNd4j().getRow(s, true);
        jacobian = jacobian.mulRowVector(slope(h, net.layer(l + 1).activation()));
      }
      jacobian = jacobian.mmul(net.layer(l + 1).weights().toNd4j().transpose());
      float[] direction = direction(jacobian, error);
      System.arraycopy(direction, 0, directions.get(l - 1), s * direction.length, direction.length);
    }
  }

  private static float[] direction(INDArray jacobian, INDArray error) {
    RealMatrix j = MatrixUtils.createRealMatrix(jacobian.toDoubleMatrix());
    RealMatrix gram = j.multiply(j.transpose());
    double damping = DAMPING * gram.getTrace() / gram.getRowDimension();
    if (damping == 0 || !Double.isFinite(damping)) {
      return new float[j.getColumnDimension()];
    }
    RealMatrix damped =
        gram.add(MatrixUtils.createRealIdentityMatrix(gram.getRowDimension()).scalarMultiply(damping));
    RealVector weights =
        new CholeskyDecomposition(damped)
            .getSolver()
            .solve(MatrixUtils.createRealVector(error.toDoubleVector()));
    double[] direction = j.preMultiply(weights).toArray();
    float[] result = new float[direction.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = (float) direction[k];
    }
    return result;
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
