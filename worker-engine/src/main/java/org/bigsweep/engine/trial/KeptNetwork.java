package org.bigsweep.engine.trial;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.Pixels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;

/** A trained network as a trial kept it. */
public final class KeptNetwork {
  private final TrialSpec spec;
  private final Map<String, float[]> parameters;

  private KeptNetwork(TrialSpec spec, Map<String, float[]> parameters) {
    this.spec = spec;
    this.parameters = parameters;
  }

  /**
   * @param npz the kept parameters, see {@link TrialResult#weights}
   */
  public static KeptNetwork of(TrialSpec spec, byte[] npz) {
    return new KeptNetwork(spec, Npz.read(npz));
  }

  /**
   * Evaluates it on all test images.
   *
   * @throws IllegalArgumentException if the parameters are not those of the trial's network
   */
  public Evaluation test(Dataset dataset) {
    try (Workspace workspace = new Workspace()) {
      Mlp net =
          new Mlp(
              workspace,
              Network.sizes(spec, dataset.training().pixelsPerImage(), dataset.classes()),
              Network.activation(spec));
      Map<String, Matrix> wanted = new LinkedHashMap<>();
      net.collect(wanted);
      wanted.forEach((name, matrix) -> matrix.set(found(name, matrix.size())));
      int[] all = IntStream.range(0, dataset.test().count()).toArray();
      return new Evaluator(workspace, net)
          .evaluate(Pixels.ofTest(dataset).values(), dataset.test().labels(), all);
    }
  }

  private float[] found(String name, int size) {
    float[] values = parameters.get(name);
    if (values == null || values.length != size) {
      throw new IllegalArgumentException(
          "Invalid weights: "
              + (values == null ? "no " : values.length + " values of ")
              + name
              + " (must be "
              + size
              + " values)");
    }
    return values;
  }
}
