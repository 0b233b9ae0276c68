package org.bigsweep.engine.rule;

import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.optim.Updater;

/**
 * The local difference reconstruction loss of one feedback map (Ernoult et al. 2022, L-DRL; half of
 * theirs), with f = f_{l+1} and ε, ε′ ~ N(0, s²I) of the sizes of hˡ and hˡ⁺¹,
 *
 * <pre>
 * mean[ −εᵀ (g(f(hˡ + ε)) − g(hˡ⁺¹)) + ½‖g(hˡ⁺¹ + ε′) − g(hˡ⁺¹)‖² ]
 * </pre>
 *
 * <p>For small s its mean over the noise is s² (½‖J_g‖² − tr J_g J_f), least where J_g = J_fᵀ: g
 * need not reconstruct hˡ, but E − g(hˡ⁺¹) becomes what backpropagation would send down. All three
 * values of g are one product over a stack of three batches, and so is its gradient.
 */
final class DifferenceReconstruction {
  private final Kernels kernels;
  private final Affine map;
  private final Updater updater;
  private final Matrix inputs;
  private final Matrix outputs;
  private final Matrix errors;
  private final Part perturbedBelow;
  private final Part plain;
  private final Part perturbed;

  /** One batch of the stack. */
  private record Part(Matrix input, Matrix output, Matrix error) {}

  DifferenceReconstruction(RuleContext context, Affine map, Updater updater) {
    this.kernels = context.workspace().kernels();
    this.map = map;
    this.updater = updater;
    int batch = context.batch();
    this.inputs = context.workspace().matrix(3 * batch, map.weights().rows());
    this.outputs = context.workspace().matrix(3 * batch, map.weights().cols());
    this.errors = context.workspace().matrix(3 * batch, map.weights().cols());
    this.perturbedBelow = part(0, batch);
    this.plain = part(1, batch);
    this.perturbed = part(2, batch);
  }

  private Part part(int index, int batch) {
    return new Part(
        inputs.rows(index * batch, batch),
        outputs.rows(index * batch, batch),
        errors.rows(index * batch, batch));
  }

  /** Where f(hˡ + ε) is to be put before {@link #learn}. */
  Matrix perturbedBelow() {
    return perturbedBelow.input;
  }

  /** Where hˡ⁺¹ + ε′ is to be put before {@link #learn}. */
  Matrix perturbed() {
    return perturbed.input;
  }

  /**
   * One step of the map.
   *
   * @param h hˡ
   * @param noisy hˡ + ε
   * @param above hˡ⁺¹
   */
  void learn(Matrix h, Matrix noisy, Matrix above) {
    kernels.copy(plain.input, above);
    map.apply(inputs, outputs);
    kernels.addScaled(perturbedBelow.error, noisy, -1, h);
    kernels.addScaled(perturbed.error, plain.output, -1, perturbed.output);
    kernels.scale(plain.error, -1, perturbedBelow.error);
    kernels.addScaled(plain.error, plain.error, -1, perturbed.error);
    kernels.delta(errors, errors, outputs, map.activation());
    // the updater takes the mean over three batches
    kernels.scale(errors, 3, errors);
    updater.learn(inputs, errors);
  }
}
