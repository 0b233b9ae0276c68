package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.junit.jupiter.api.Test;

/** Auxiliary maps that see the training images in an order of their own. */
class SeparateMinibatchesTest {
  private static final Dataset DATA =
      DatasetCatalog.standard().load("synthetic", FetchListener.NONE);
  private static final int IMAGES = 40;

  private static Map<String, float[]> afterOneStep(String minibatches, String... more) {
    Map<String, String> given = new HashMap<>();
    given.putAll(Map.of("rule", "DTP", "depth", "3", "width", "6", "batchSize", "8"));
    given.putAll(Map.of("trainingImages", String.valueOf(IMAGES), "validationImages", "0"));
    given.put("auxiliaryMinibatches", minibatches);
    for (int k = 0; k < more.length; k += 2) {
      given.put(more[k], more[k + 1]);
    }
    try (Training training =
        new Training(
            ParameterCatalog.standard().resolve(given), DATA, "separate", TrialObserver.NONE)) {
      training.shuffle(1);
      training.trainOneBatch(1, 0);
      Map<String, float[]> values = new HashMap<>();
      training.parameters().forEach((name, matrix) -> values.put(name, matrix.toArray()));
      return values;
    }
  }

  @Test
  void auxiliaryOrder_everyEpoch_isAnotherPermutation() {
    try (Workspace workspace = new Workspace()) {
      TrialRandomness randomness = new TrialRandomness(3, workspace, Initializer.GLOROT_UNIFORM);
      int[] order = new int[IMAGES];
      int[] first = new int[IMAGES];
      int[] second = new int[IMAGES];
      randomness.order(1, order);
      randomness.auxiliaryOrder(1, first);
      randomness.auxiliaryOrder(2, second);

      assertThat(first).isNotEqualTo(order).isNotEqualTo(second);
      Arrays.sort(first);
      assertThat(first).isEqualTo(IntStream.range(0, IMAGES).toArray());
    }
  }

  /** g learns from other images, and the top layer of f, which asks no g, from the same ones. */
  @Test
  void train_separateMinibatches_areThoseOfAuxiliaryMapsAlone() {
    Map<String, float[]> same = afterOneStep("same");
    Map<String, float[]> separate = afterOneStep("separate");

    assertThat(separate.get("Wg1")).isNotEqualTo(same.get("Wg1"));
    assertThat(separate.get("Wf3")).isEqualTo(same.get("Wf3"));
  }

  /** Where g cannot move, it does not matter what it sees. */
  @Test
  void train_separateMinibatchesAndFixedG_areNoOthers() {
    Map<String, float[]> same = afterOneStep("same", "feedbackLearningRate", "0");
    Map<String, float[]> separate = afterOneStep("separate", "feedbackLearningRate", "0");

    separate.forEach((name, values) -> assertThat(values).isEqualTo(same.get(name)));
  }

  @Test
  void train_separateMinibatchesAndNoTargetStep_moveNoHiddenLayer() {
    Map<String, float[]> found = afterOneStep("separate", "topTargetStep", "0");
    Map<String, float[]> still =
        afterOneStep("separate", "topTargetStep", "0", "learningRate", "1e-30");

    assertThat(found.get("Wf1")).isEqualTo(still.get("Wf1"));
    assertThat(found.get("Wf2")).isEqualTo(still.get("Wf2"));
  }
}
