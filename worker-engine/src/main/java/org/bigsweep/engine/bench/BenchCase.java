package org.bigsweep.engine.bench;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.param.InvalidParameterException;

/**
 * One kind of trial whose steps are timed. Parameters that are not listed here have their defaults.
 *
 * @param rule learning rule or preset
 * @param depth N
 * @param width units per hidden layer
 * @param batch samples per minibatch
 * @param optimizer of f, and of the rule's auxiliary maps
 */
public record BenchCase(String rule, int depth, int width, int batch, String optimizer) {
  /** Small enough that no rule leaves the finite numbers while it is timed. */
  private static final String LEARNING_RATE = "1e-4";

  /** Name of the row, such as {@code BIG sgd N=6}. */
  public String label() {
    return rule + " " + optimizer + " N=" + depth;
  }

  /**
   * The trial on {@code dataset}.
   *
   * @throws InvalidParameterException if a value is out of its range
   */
  public TrialSpec spec(Dataset dataset) {
    int validation = BenchData.validation(dataset);
    Map<String, String> given = new HashMap<>();
    given.put("rule", rule);
    given.put("depth", String.valueOf(depth));
    given.put("width", String.valueOf(width));
    given.put("batchSize", String.valueOf(batch));
    given.put("trainingImages", String.valueOf(dataset.training().count() - validation));
    given.put("validationImages", String.valueOf(validation));
    for (String map : new String[] {"", "feedback", "inhibition"}) {
      given.put(map.isEmpty() ? "optimizer" : map + "Optimizer", optimizer);
      given.put(map.isEmpty() ? "learningRate" : map + "LearningRate", LEARNING_RATE);
    }
    return ParameterCatalog.standard().resolve(given);
  }
}
