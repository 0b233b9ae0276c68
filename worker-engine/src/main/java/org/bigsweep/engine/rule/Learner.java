package org.bigsweep.engine.rule;

import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Pass;

/**
 * A rule in one trial, together with its auxiliary maps. For each minibatch the trainer runs
 * forward, calls {@link #learnAuxiliaries}, then {@link #estimate}, and moves every layer of f
 * along its estimate.
 */
public interface Learner {

  /** All inner steps of the auxiliary maps on this minibatch; f stays as it is. */
  default void learnAuxiliaries(Pass pass) {}

  /**
   * Writes {@code pass.estimate(l)}, per sample and not divided by B, for every hidden layer, and
   * {@code pass.target(l)} if the rule has targets. The top layer's are there already.
   */
  void estimate(Pass pass);

  /**
   * Moves what learns beside f on the same minibatch, once the updates of f's layers are final and
   * before f moves; {@code pass.update(l)} is what layer l moves along.
   */
  default void learnBesideForward(Pass pass) {}

  /**
   * The activity of layer {@code l} − 1 from which layer l learns: hˡ⁻¹, or what inference has made
   * of it in a rule that moves activities before it moves weights.
   */
  default Matrix presynaptic(int l, Pass pass) {
    return pass.h(l - 1);
  }

  /** Takes note of a minibatch on which f learns, once its estimates are final. */
  default void remember(Pass pass) {}

  /** From now on every variance of the rule is {@code factor} times the one it was made with. */
  default void scaleVariances(double factor) {}

  /** The lowest layer of f that learns, and all above it; those below stay as they are. */
  default int lowestLearningLayer() {
    return 1;
  }

  /** Puts the rule's own parameters under their names; nothing if it has none. */
  default void collectParameters(Map<String, Matrix> parameters) {}

  /** What the diagnostics of a target-propagating rule need; empty for other rules. */
  default Optional<TargetView> targets() {
    return Optional.empty();
  }
}
