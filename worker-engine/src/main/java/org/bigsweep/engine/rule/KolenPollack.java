package org.bigsweep.engine.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.Options;

/**
 * Kolen–Pollack feedback (Kolen and Pollack 1994; Akrout et al. 2019): feedback alignment whose
 * matrices learn as the forward weights do,
 *
 * <pre>eˡ = (eˡ⁺¹ ⊙ φ′) B_lᵀ,  B_l := (1 − lr λ) B_l + ΔW_{l+1}</pre>
 *
 * <p>where ΔW_{l+1} is the step of the forward weights before their own decay λ = {@code
 * weightDecay}. A synapse of B sees the same two activities as its mirror image in W, so nothing
 * carries a weight across. The difference of B and W is multiplied by 1 − lr λ in every step: with
 * decay it vanishes, without decay it stays as it began while both grow alike. From B = W it is
 * backpropagation.
 *
 * <p>B has the optimiser, learning rate, schedule and decay of f, with a state of its own.
 */
public final class KolenPollack implements LearningRule {
  @Override
  public String name() {
    return "KP";
  }

  @Override
  public int displayOrder() {
    return 9;
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    double feedback = shape.weightsFrom(2);
    double largest = 0;
    for (int l = 2; l <= shape.depth(); l++) {
      largest = Math.max(largest, shape.weights(l));
    }
    return RuleCost.ofEstimate(feedback)
        .withAuxiliaries(feedback, 0)
        .withMaps(RuleCost.Maps.likeForward(feedback, largest));
  }

  @Override
  public Learner learner(RuleContext context) {
    return new Feedback(context);
  }

  /** The matrices B_l, each the weights of a map that is never applied; its bias has no effect. */
  private static final class Feedback implements Learner {
    private final Mlp net;
    private final List<Affine> maps = new ArrayList<>();
    private final List<Updater> updaters = new ArrayList<>();

    Feedback(RuleContext context) {
      this.net = context.net();
      for (int l = 1; l < net.depth(); l++) {
        Affine map = context.map("k" + l, net.size(l), net.size(l + 1), Activation.LINEAR);
        maps.add(map);
        updaters.add(context.binder().bindLikeForward("k" + l, map));
      }
    }

    @Override
    public void estimate(Pass pass) {
      for (int l = net.depth() - 1; l >= 1; l--) {
        Matrix b = maps.get(l - 1).weights();
        Blas.multiplyTransposedRight(1, pass.delta(l + 1), b, 0, pass.estimate(l));
      }
    }

    @Override
    public void learnBesideForward(Pass pass) {
      for (int l = 1; l < net.depth(); l++) {
        updaters.get(l - 1).learn(pass.h(l), pass.update(l + 1));
      }
    }

    @Override
    public void collectParameters(Map<String, Matrix> parameters) {
      for (int l = 1; l < net.depth(); l++) {
        maps.get(l - 1).collect("k" + l, parameters);
      }
    }
  }
}
