package org.bigsweep.engine.rule;

import org.bigsweep.engine.net.Pass;

/**
 * Random features: only the top layer learns, eˡ = 0 below it. What any rule has to beat before its
 * hidden layers can be said to learn something.
 */
public final class LastLayerOnly implements LearningRule {
  @Override
  public String name() {
    return "LastLayerOnly";
  }

  @Override
  public Learner learner(RuleContext context) {
    return new Learner() {
      @Override
      public void estimate(Pass pass) {
        // hidden estimates are zero from the start and stay so
      }

      @Override
      public boolean trainsHiddenLayers() {
        return false;
      }
    };
  }
}
