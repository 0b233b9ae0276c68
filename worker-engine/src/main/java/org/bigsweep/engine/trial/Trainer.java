package org.bigsweep.engine.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.rule.Learner;

/**
 * A trainer on one minibatch at a time: the rule's auxiliary maps learn, the rule estimates, and f
 * takes a step along the estimates.
 */
public final class Trainer {
  private final Mlp net;
  private final Learner learner;
  private final List<Updater> updaters;
  private final Optional<GradientClip> clip;

  /**
   * @param updaters those of f_1 … f_N
   */
  public Trainer(Mlp net, Learner learner, List<Updater> updaters) {
    this(net, learner, updaters, Optional.empty());
  }

  /**
   * @param updaters those of f_1 … f_N
   * @param clip bounds f's gradient
   */
  Trainer(Mlp net, Learner learner, List<Updater> updaters, Optional<GradientClip> clip) {
    this.net = net;
    this.learner = learner;
    this.updaters = List.copyOf(updaters);
    this.clip = clip;
  }

  /** One step of everything, after {@code pass} went forward. */
  public void step(Pass pass) {
    step(pass, pass);
  }

  /**
   * One step of everything, after both passes went forward: of the auxiliary maps on one minibatch,
   * of f on the other.
   */
  public void step(Pass pass, Pass auxiliary) {
    learnAuxiliaries(auxiliary);
    learnForward(pass);
  }

  /** One step of the auxiliary maps alone. */
  void learnAuxiliaries(Pass pass) {
    learner.learnAuxiliaries(pass);
  }

  /** One step of f along the rule's estimates. */
  void learnForward(Pass pass) {
    learner.estimate(pass);
    learner.remember(pass);
    move(pass);
  }

  /** Moves every layer of f that learns along its estimate. */
  public void move(Pass pass) {
    int lowest = learner.lowestLearningLayer();
    for (int l = lowest; l <= net.depth(); l++) {
      pass.update(l);
    }
    if (clip.isPresent()) {
      clip.get().apply(learner, pass, lowest);
    }
    learner.learnBesideForward(pass);
    for (int l = lowest; l <= net.depth(); l++) {
      updaters.get(l - 1).learn(learner.presynaptic(l, pass), pass.update(l));
    }
  }

  /** All parameters of f and of the rule, by name. */
  public Map<String, Matrix> parameters() {
    Map<String, Matrix> all = new LinkedHashMap<>();
    net.collect(all);
    learner.collectParameters(all);
    return all;
  }
}
