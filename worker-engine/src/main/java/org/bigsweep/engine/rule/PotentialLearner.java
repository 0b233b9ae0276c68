package org.bigsweep.engine.rule;

import java.util.Optional;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Triangular;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Options;

/**
 * How an affine map x W + b learns the potentials T that it should give, before its activation. X
 * is the minibatch x with a column of ones [B, d+1], W in the equations holds b as its last row,
 * and R = T − X W is the error. By {@code inhibitionLearner}:
 *
 * <ul>
 *   <li>{@code gradient}: one step of {@code inhibitionOptimizer} on ½ mean‖T − X W‖².
 *   <li>{@code normalizedDelta}, the normalised delta rule (Nagumo and Noda 1967; Widrow and Hoff),
 *       sample by sample in the order of the minibatch's rows, μ = {@code normalizedDeltaRate}:
 *       <pre>
 * e = T_k − x_k W,   W := W + μ x_kᵀ e/‖x_k‖²
 *       </pre>
 *       A synapse changes by what it carries times the error of the cell that it reaches, over the
 *       power of that cell's input: the rule is local.
 *   <li>{@code affineProjection} (Ozeki and Umeda 1984), the whole minibatch at once, δ = {@code
 *       projectionRidge}:
 *       <pre>
 * W := W + Xᵀ (X Xᵀ + δI)⁻¹ R
 *       </pre>
 *       It is the least change of W that reproduces the minibatch, but for δ. It inverts a matrix
 *       of samples, so it is not local to a synapse.
 * </ul>
 *
 * <p><b>The sequence of samples as one system.</b> With G = X Xᵀ, D its diagonal and L what is
 * below it, let s_k = e_k/G_kk. Sample k meets the weights that the samples before it have left, W
 * + μ Σ_{j&lt;k} x_jᵀ s_j, so its error is e_k = R_k − μ Σ_{j&lt;k} G_kj s_j. Hence
 *
 * <pre>(D + μ L) S = R,   W := W + μ Xᵀ S</pre>
 *
 * <p>which is the same weights, by two products and a triangular system.
 */
interface PotentialLearner {

  /**
   * One step.
   *
   * @param x [B, d]
   * @param error R, which is overwritten
   */
  void learn(Matrix x, Matrix error);

  /** Whether i learns by one of the fast rules, which no optimiser moves. */
  static boolean isFast(Options options) {
    return options.get(RuleParameters.INHIBITION_LEARNER)
        != RuleParameters.InhibitionLearner.GRADIENT;
  }

  /** Multiply-accumulates per sample of one step. */
  static double macs(Options options, int batch, double inputs, double outputs) {
    double update = inputs * outputs;
    return switch (options.get(RuleParameters.INHIBITION_LEARNER)) {
      case GRADIENT -> update;
      case NORMALIZED_DELTA -> update + batch * (inputs + outputs);
      case AFFINE_PROJECTION -> update + batch * (inputs + 2 * outputs);
    };
  }

  /** Makes the learners of a trial's maps, of the kind that the trial asks for. */
  final class Factory {
    private final RuleContext context;
    private final Optional<Shared> shared;

    Factory(RuleContext context) {
      this.context = context;
      this.shared = isFast(context.options()) ? Optional.of(new Shared(context)) : Optional.empty();
    }

    PotentialLearner learner(String name, Affine map) {
      Options options = context.options();
      return switch (options.get(RuleParameters.INHIBITION_LEARNER)) {
        case GRADIENT -> updater(name, map)::learn;
        case NORMALIZED_DELTA ->
            new NormalizedDelta(
                shared.orElseThrow(), map, options.get(RuleParameters.NORMALIZED_DELTA_RATE));
        case AFFINE_PROJECTION ->
            new AffineProjection(
                shared.orElseThrow(), map, options.get(RuleParameters.PROJECTION_RIDGE));
      };
    }

    /** The updater of a map that learns by the gradient whatever the trial asks for. */
    Updater updater(String name, Affine map) {
      return context.updater(
          name, map, RuleParameters.INHIBITION_OPTIMIZER, RuleParameters.INHIBITION_LEARNING_RATE);
    }
  }

  /** What all learners of a trial can share, since they learn one after another. */
  final class Shared {
    private final Workspace workspace;
    private final Matrix gram;
    private final Triangular triangular;

    Shared(RuleContext context) {
      this.workspace = context.workspace();
      this.gram = workspace.matrix(context.batch(), context.batch());
      this.triangular = new Triangular(context.batch());
    }

    /** G = X Xᵀ, where the column of ones adds 1 to every element of x xᵀ. */
    private Matrix gram(Matrix x) {
      Kernels kernels = workspace.kernels();
      kernels.spread(gram, workspace.ones(x.rows()));
      Blas.multiplyTransposedRight(1, x, x, 1, gram);
      return gram;
    }

    /** W := W + scale Xᵀ s. */
    private void add(Affine map, float scale, Matrix x, Matrix s) {
      Blas.multiplyTransposedLeft(scale, x, s, 1, map.weights());
      Blas.multiplyTransposedVector(scale, s, workspace.ones(s.rows()), 1, map.bias());
    }
  }

  /** The normalised delta rule. */
  final class NormalizedDelta implements PotentialLearner {
    private final Shared shared;
    private final Affine map;
    private final float rate;

    NormalizedDelta(Shared shared, Affine map, double rate) {
      this.shared = shared;
      this.map = map;
      this.rate = (float) rate;
    }

    @Override
    public void learn(Matrix x, Matrix error) {
      Matrix gram = shared.gram(x);
      if (rate != 1) {
        shared.triangular.scaleBelowDiagonal(gram, rate);
      }
      Triangular.solve(gram, error);
      shared.add(map, rate, x, error);
    }
  }

  /** The affine projection. */
  final class AffineProjection implements PotentialLearner {
    private final Shared shared;
    private final Affine map;
    private final double delta;

    AffineProjection(Shared shared, Affine map, double delta) {
      this.shared = shared;
      this.map = map;
      this.delta = delta;
    }

    @Override
    public void learn(Matrix x, Matrix error) {
      Matrix gram = shared.gram(x);
      shared.triangular.factorize(gram, delta);
      Triangular.solveBoth(gram, error);
      shared.add(map, 1, x, error);
    }
  }
}
