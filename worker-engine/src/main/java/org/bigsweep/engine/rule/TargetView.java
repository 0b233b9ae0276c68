package org.bigsweep.engine.rule;

import org.bigsweep.engine.kernel.Matrix;

/** A view of the parts of a target after {@link Learner#estimate}, for l = 1..N−1. */
public interface TargetView {
  /** The feedback maps. */
  FeedbackMaps feedback();

  /** E = g_l(tˡ⁺¹), [batch, n_l]. */
  Matrix excitation(int l);

  /** What is subtracted: i_l(hˡ) in BIG, g_l(hˡ⁺¹) in DTP, hˡ in TP, [batch, n_l]. */
  Matrix inhibition(int l);

  /** Whether tˡ is a step along the exact gradient, not what feedback made of the target above. */
  default boolean isExact(int l) {
    return false;
  }

  /** α, the scale of the displacement; 1 but for BIG. */
  double alpha();
}
