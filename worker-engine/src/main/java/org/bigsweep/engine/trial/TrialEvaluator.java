package org.bigsweep.engine.trial;

import java.util.HashMap;
import java.util.Map;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.InputColumns;
import org.bigsweep.engine.data.Inputs;
import org.bigsweep.engine.data.LabelledImages;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.param.InvalidParameterException;

/**
 * An evaluator of the kept parameters of a trial. On the BLAS kernel family that trained it the
 * figures are those of the trial's own evaluation to the bit.
 */
public final class TrialEvaluator {
  private TrialEvaluator() {}

  /**
   * The evaluation of a network on all test images of {@code dataset}.
   *
   * @param spec the trial whose parameters they are
   * @param npz bytes of its {@code .npz} file; only f's parameters are read
   * @throws InvalidParameterException if these are no such parameters, or their shapes are not
   *     those of the trial's network on this dataset
   */
  public static Evaluation evaluate(TrialSpec spec, Dataset dataset, byte[] npz) {
    Map<String, Npz.Array> arrays = Npz.read(npz);
    try (Workspace workspace = new Workspace()) {
      Mlp net = new Mlp(workspace, Network.sizes(spec, dataset), Network.activation(spec));
      Map<String, Matrix> parameters = new HashMap<>();
      net.collect(parameters);
      parameters.forEach((name, matrix) -> set(name, matrix, arrays));
      Inputs.Preprocessing preprocessing = Network.preprocessing(spec, dataset);
      InputColumns columns = preprocessing.columns(dataset);
      InputRows.toColumns(columns, net.layer(1).weights());
      LabelledImages test = dataset.test();
      return new Evaluator(workspace, net.onFirstInputs(columns.seen()))
          .evaluate(
              columns.values(test, 0, test.count(), columns.seen(), preprocessing.numbers(dataset)),
              test.labels());
    }
  }

  private static void set(String name, Matrix matrix, Map<String, Npz.Array> arrays) {
    Npz.Array array = arrays.get(name);
    if (array == null) {
      throw new InvalidParameterException(
          "Invalid weights: no array " + name + " (must be the parameters of this trial)");
    }
    if (array.rows() != matrix.rows() || array.cols() != matrix.cols()) {
      throw new InvalidParameterException(
          "Invalid weights: %s is [%s, %s] (must be [%s, %s] as in this trial's network)"
              .formatted(name, array.rows(), array.cols(), matrix.rows(), matrix.cols()));
    }
    matrix.set(array.values());
  }
}
