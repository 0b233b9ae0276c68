package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bigsweep.engine.trial.SyntheticTrials.spec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Initializer;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.RuleContext.NoiseOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The noise that g and i learn with, as rules ask for it and as a training hands it out. */
class NoiseStreamsTest {
  /** Where noise is asked for. */
  private record Place(NoiseOf of, int layer, int innerStep, long epoch, long step) {}

  /** BIG with noise for both maps, two inner steps, on two minibatches of two epochs. */
  @Test
  void learnAuxiliaries_big_drawsOtherNoiseForEachMapLayerAndStep() {
    TrialSpec spec =
        spec("BIG", "feedbackLoss", "denoise", "feedbackNoiseVariance", "0.25", "innerSteps", "2");
    Map<Place, String> drawn = new HashMap<>();
    try (Workspace workspace = new Workspace()) {
      Mlp net = new Mlp(workspace, List.of(5, 7, 7, 3), Activation.TANH);
      TrialRandomness seed = new TrialRandomness(1, workspace, Initializer.GLOROT_UNIFORM);
      for (int l = 1; l <= 3; l++) {
        seed.draw("f" + l, net.layer(l).weights());
      }
      RuleContext.Noise noise =
          (of, layer, innerStep, epoch, step, deviation, h, out) -> {
            Matrix zero = workspace.matrix(h.rows(), h.cols());
            seed.add(of, layer, innerStep, epoch, step, 1, zero, out);
            drawn.put(new Place(of, layer, innerStep, epoch, step), Arrays.toString(out.toArray()));
            seed.add(of, layer, innerStep, epoch, step, deviation, h, out);
          };
      Learner learner =
          ParameterCatalog.standard()
              .rule("BIG")
              .learner(
                  new RuleContext(
                      workspace,
                      net,
                      4,
                      spec,
                      seed,
                      noise,
                      (name, map, optimizer) -> optimizer.bind(workspace, map)));
      Pass pass = new Pass(workspace, net, 4, 1, 1);
      for (int epoch = 1; epoch <= 2; epoch++) {
        for (int step = 0; step < 2; step++) {
          pass.forward(new float[5], new byte[1], new int[4], 0, epoch, step);
          learner.learnAuxiliaries(pass);
        }
      }
    }

    // 2 maps, 2 layers, 2 inner steps, 2 epochs, 2 minibatches
    assertThat(drawn).hasSize(32);
    assertThat(drawn.values()).doesNotHaveDuplicates();
  }

  /** The images are the same in every minibatch here, as nothing has put them in order. */
  @ParameterizedTest
  @CsvSource({"0.25, 0", "0, 0.25"})
  void trainOneBatch_sameImages_learnsOtherwiseInEveryStepAndEpoch(
      String feedbackNoise, String inhibitionNoise) {
    String first = trained(1, 0, feedbackNoise, inhibitionNoise);

    assertThat(trained(1, 0, feedbackNoise, inhibitionNoise)).isEqualTo(first);
    assertThat(trained(1, 1, feedbackNoise, inhibitionNoise)).isNotEqualTo(first);
    assertThat(trained(2, 0, feedbackNoise, inhibitionNoise)).isNotEqualTo(first);
  }

  @Test
  void trainOneBatch_sameImagesWithoutNoise_learnsTheSameInEveryStep() {
    assertThat(trained(1, 1, "0", "0")).isEqualTo(trained(1, 0, "0", "0"));
  }

  /** All parameters after one minibatch of a new training. */
  private static String trained(int epoch, int step, String feedbackNoise, String inhibitionNoise) {
    TrialSpec spec =
        spec(
            "BIG",
            "feedbackLoss",
            "denoise",
            "feedbackNoiseVariance",
            feedbackNoise,
            "inhibitionNoiseVariance",
            inhibitionNoise);
    StringBuilder all = new StringBuilder();
    try (Training training =
        new Training(spec, SyntheticTrials.DATASET, "trial", TrialObserver.NONE)) {
      training.trainOneBatch(epoch, step);
      training
          .parameters()
          .forEach((name, matrix) -> all.append(name).append(Arrays.toString(matrix.toArray())));
    }
    return all.toString();
  }
}
