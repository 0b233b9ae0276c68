package org.bigsweep.driver.verify;

import java.util.List;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Trial;

/**
 * The rows of one trial.
 *
 * @param epochs in order
 * @param layers in order of epoch and layer
 */
public record StoredTrial(Trial trial, List<Epoch> epochs, List<Layer> layers) {
  public StoredTrial {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }
}
