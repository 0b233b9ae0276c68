package org.bigsweep.driver.plan;

import static org.bigsweep.engine.trial.TrialParameters.BATCH_SIZE;
import static org.bigsweep.engine.trial.TrialParameters.DEPTH;
import static org.bigsweep.engine.trial.TrialParameters.EPOCHS;
import static org.bigsweep.engine.trial.TrialParameters.RULE;
import static org.bigsweep.engine.trial.TrialParameters.TRAINING_IMAGES;
import static org.bigsweep.engine.trial.TrialParameters.VALIDATION_IMAGES;
import static org.bigsweep.engine.trial.TrialParameters.WIDTH;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * Floating-point operations of a trial's matrix products.
 *
 * <p>With P, Q and R the number of weights of f, of g (f without its first layer, backwards) and of
 * i (square, one per hidden layer; with interneurons twice units × interneurons), one sample of a
 * step costs 2 flops times
 *
 * <pre>
 * BP, FA    2 P + Q              forward, weight gradients, errors
 * DFA       2 P + D              D: classes × hidden units
 * LastLayerOnly  P + top
 * TP        2 P + Q + k · 2 Q    k inner steps of g; g learning by preserve or denoise: k · 3 Q, by
 *                                difference: k · 7 Q
 * DTP       as TP, + Q           second feedback pass
 * BIG       as TP, + R + k · 2 R inhibition and its learning; with interneurons k · 5/2 R
 * </pre>
 *
 * An unknown rule without g counts as BP.
 */
final class TrialFlops {
  private final TrialSpec spec;
  private final DatasetShape data;
  private final double f;
  private final double g;
  private final double i;
  private final double top;
  private final double hidden;
  private final double interneurons;
  private final long[] sizes;

  TrialFlops(TrialSpec spec, DatasetShape data) {
    this.spec = spec;
    this.data = data;
    sizes = sizes(spec, data);
    int depth = sizes.length - 1;
    double weights = 0;
    double squares = 0;
    interneurons = number("interneurons", 0);
    for (int l = 1; l <= depth; l++) {
      weights += (double) sizes[l - 1] * sizes[l];
      squares += l < depth ? (interneurons > 0 ? 2 * interneurons : sizes[l]) * sizes[l] : 0;
    }
    f = weights;
    g = weights - (double) sizes[0] * sizes[1];
    i = squares;
    top = (double) sizes[depth - 1] * sizes[depth];
    hidden = Arrays.stream(sizes).sum() - sizes[0] - sizes[depth];
  }

  /** Of the whole trial: pre-training, all epochs, and evaluation after each. */
  static double of(TrialSpec spec, DatasetShape data) {
    return new TrialFlops(spec, data).upTo(spec.get(EPOCHS));
  }

  /** Of one minibatch. */
  static double ofStep(TrialSpec spec, DatasetShape data) {
    return spec.get(BATCH_SIZE) * new TrialFlops(spec, data).perSample();
  }

  /** Of pre-training and the first epochs. */
  double upTo(long epochs) {
    double samples = steps() * spec.get(BATCH_SIZE);
    double evaluated = spec.get(VALIDATION_IMAGES) + data.testImages();
    double pretraining = samples * (2 * f + learningMaps(innerSteps()));
    return epochs * samples * perSample()
        + (epochs + 1) * evaluated * 2 * f
        + pretrainEpochs() * pretraining;
  }

  /** Minibatches per epoch. */
  double steps() {
    return Math.floor((double) spec.get(TRAINING_IMAGES) / spec.get(BATCH_SIZE));
  }

  double pretrainEpochs() {
    return number("pretrainEpochs", 0);
  }

  double innerSteps() {
    return number("innerSteps", 1);
  }

  /** Weights of f. */
  double forwardWeights() {
    return f;
  }

  /** Weights of g, 0 if there is none. */
  double feedbackWeights() {
    return text("feedbackLoss").isPresent() ? g : 0;
  }

  /** Weights of i, 0 if there is none. */
  double inhibitionWeights() {
    return inhibition() ? i : 0;
  }

  /** Weights of the fixed random matrices B of FA and DFA, 0 for other rules. */
  double fixedFeedbackWeights() {
    return switch (spec.get(RULE)) {
      case "FA" -> g;
      case "DFA" -> data.classes() * hidden;
      default -> 0;
    };
  }

  double hiddenUnits() {
    return hidden;
  }

  /** Interneurons of one layer. */
  double interneurons() {
    return interneurons;
  }

  /** Weights of the largest matrix of f or i. */
  double largestMatrix() {
    double largest = 0;
    for (int l = 1; l < sizes.length; l++) {
      largest = Math.max(largest, sizes[l] * Math.max((double) sizes[l - 1], interneurons));
    }
    return largest;
  }

  /** Units per layer, input first. */
  long[] sizes() {
    return sizes.clone();
  }

  private double perSample() {
    boolean feedback = text("feedbackLoss").isPresent();
    if (!feedback) {
      return 2
          * switch (spec.get(RULE)) {
            case "DFA" -> 2 * f + data.classes() * hidden;
            case "LastLayerOnly" -> f + top;
            default -> 2 * f + g;
          };
    }
    double targets = 2 * (g + (spec.get(RULE).equals("DTP") ? g : 0) + (inhibition() ? i : 0));
    return 2 * 2 * f + targets + learningMaps(innerSteps());
  }

  /** One sample of that many inner steps of g and i. */
  private double learningMaps(double steps) {
    if (text("feedbackLoss").isEmpty()) {
      return 0;
    }
    double products =
        switch (text("feedbackLoss").get()) {
          case "preserve", "denoise" -> 3;
          case "difference" -> 7;
          default -> 2;
        };
    double received = text("inhibitionTarget").filter("received"::equals).isPresent() ? g : 0;
    double perWeight = interneurons > 0 ? 2.5 : 2;
    return steps * 2 * (products * g + received + (inhibition() ? perWeight * i : 0));
  }

  private boolean inhibition() {
    return text("inhibitionTarget").isPresent();
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(spec.values().get(name));
  }

  private double number(String name, double otherwise) {
    return text(name).map(Double::parseDouble).orElse(otherwise);
  }

  private static long[] sizes(TrialSpec spec, DatasetShape data) {
    int depth = Math.toIntExact(spec.get(DEPTH));
    List<Integer> widths = spec.get(WIDTH);
    long[] sizes = new long[depth + 1];
    sizes[0] = data.pixels();
    for (int l = 1; l < depth; l++) {
      sizes[l] = widths.get(widths.size() == 1 ? 0 : l - 1);
    }
    sizes[depth] = data.classes();
    return sizes;
  }
}
