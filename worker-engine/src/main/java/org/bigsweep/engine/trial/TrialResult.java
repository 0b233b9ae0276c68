package org.bigsweep.engine.trial;

import java.util.List;
import java.util.Optional;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Trial;

/**
 * The result of a trial that was trained to its end, diverged or failed.
 *
 * @param weights the kept parameters as an {@code .npz} file's bytes, if asked for
 */
public record TrialResult(
    Trial trial, List<Epoch> epochs, List<Layer> layers, Optional<byte[]> weights) {
  public TrialResult {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }
}
