package org.bigsweep.engine.rule;

import java.util.List;
import java.util.Map;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;

/**
 * Random features: only the top layer learns, eˡ = 0 below it. What any rule has to beat before its
 * hidden layers can be said to learn something.
 *
 * <p>With {@code trainedLayers} k, the k highest layers learn by backpropagation, eˡ = (eˡ⁺¹ ⊙ φ′)
 * W_{l+1}ᵀ for l &gt; N − k. LastTwoLayersOnly, k = 2, is what a rule with {@code topTarget:
 * penultimate}, whose two highest layers learn by the exact gradient, has to beat.
 */
public final class LastLayerOnly implements LearningRule {
  @Override
  public String name() {
    return "LastLayerOnly";
  }

  @Override
  public int displayOrder() {
    return 3;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return List.of(RuleParameters.TRAINED_LAYERS);
  }

  @Override
  public List<Preset> presets() {
    return List.of(new Preset("LastTwoLayersOnly", name(), Map.of("trainedLayers", "2")));
  }

  @Override
  public RuleCost cost(Shape shape, Options options) {
    int lowest = lowest(shape.depth(), options);
    return RuleCost.ofEstimate(shape.weightsFrom(lowest + 1)).learningFrom(lowest);
  }

  private static int lowest(int depth, Options options) {
    return Math.max(1, depth - options.get(RuleParameters.TRAINED_LAYERS).intValue() + 1);
  }

  @Override
  public Learner learner(RuleContext context) {
    Mlp net = context.net();
    int lowest = lowest(net.depth(), context.options());
    return new Learner() {
      @Override
      public void estimate(Pass pass) {
        // below the lowest, estimates are zero from the start and stay so
        Backpropagation.estimate(net, pass, lowest);
      }

      @Override
      public int lowestLearningLayer() {
        return lowest;
      }
    };
  }
}
