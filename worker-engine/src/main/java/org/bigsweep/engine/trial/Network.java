package org.bigsweep.engine.trial;

import java.util.List;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.Inputs;
import org.bigsweep.engine.data.Split;
import org.bigsweep.engine.kernel.Activation;

/** The network of a trial and its input data, as its specification describes them. */
final class Network {
  private Network() {}

  /** Units per layer of a network for {@code dataset}, input first. */
  static List<Integer> sizes(TrialSpec spec, Dataset dataset) {
    return spec.layerSizes(dataset.training().pixelsPerImage(), dataset.classes());
  }

  /** How the trial divides the training file. */
  static Split split(TrialSpec spec, Dataset dataset) {
    return Split.of(
        dataset,
        spec.get(TrialParameters.TRAINING_IMAGES),
        spec.get(TrialParameters.VALIDATION_IMAGES));
  }

  /** How the trial takes the dataset's images. */
  static Inputs.Preprocessing preprocessing(TrialSpec spec, Dataset dataset) {
    return new Inputs.Preprocessing(
        split(spec, dataset),
        spec.get(TrialParameters.PIXELS),
        spec.get(TrialParameters.WEIGHT_DECAY) > 0);
  }

  static Activation activation(TrialSpec spec) {
    return spec.get(TrialParameters.ACTIVATION);
  }
}
