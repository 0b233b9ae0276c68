package org.bigsweep.engine.trial;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.diagnostic.LayerDiagnostics;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Trial;

/** A builder of the rows of {@code results-schema} from a trial's results. */
final class TrialRows {
  private TrialRows() {}

  /** What is known of a trial at its end besides its parameters. */
  record Summary(
      List<Integer> sizes,
      List<Epoch> epochs,
      int collapsedEpoch,
      boolean weightsKept,
      Instant started,
      double seconds) {}

  /** The row of the highest validation accuracy, the earliest of equals; epoch 0 does not count. */
  static Epoch best(List<Epoch> epochs) {
    return epochs.stream()
        .filter(e -> e.getEpoch() > 0)
        .max(
            Comparator.comparingDouble(TrialRows::validationOrNothing)
                .thenComparing(Comparator.comparingInt(Epoch::getEpoch).reversed()))
        .orElseThrow();
  }

  private static double validationOrNothing(Epoch epoch) {
    return Optional.ofNullable(epoch.getValidationAccuracy()).orElse(-1.0);
  }

  static Epoch epoch(
      String id,
      int epoch,
      Optional<Training.EpochOutcome> outcome,
      Optional<Evaluation> validation,
      Evaluation test,
      boolean collapsed,
      double seconds) {
    return Epoch.newBuilder()
        .setTrialId(id)
        .setEpoch(epoch)
        .setTrainLoss(outcome.map(o -> o.training().loss()).orElse(null))
        .setTrainAccuracy(outcome.map(o -> o.training().accuracy()).orElse(null))
        .setValidationLoss(validation.map(Evaluation::loss).orElse(null))
        .setValidationAccuracy(validation.map(Evaluation::accuracy).orElse(null))
        .setTestLoss(test.loss())
        .setTestAccuracy(test.accuracy())
        .setCollapsed(collapsed)
        .setSeconds(seconds)
        .setSamplesPerSecond(outcome.map(o -> o.samples() / o.seconds()).orElse(null))
        .build();
  }

  static Layer layer(String id, int epoch, Training.LayerReport report) {
    LayerDiagnostics d = report.probe();
    Layer.Builder row =
        Layer.newBuilder()
            .setTrialId(id)
            .setEpoch(epoch)
            .setLayer(d.layer())
            .setEstimateCosine(orNull(d.estimateCosine()))
            .setWeightedCosine(orNull(d.weightedCosine()))
            .setEstimateAngle(orNull(d.estimateAngle()))
            .setUpdateCosine(orNull(d.updateCosine()))
            .setEstimateNorm(orNull(d.estimateNorm()))
            .setGradientNorm(orNull(d.gradientNorm()))
            .setSignalNorm(orNull(d.signalNorm()))
            .setSignalCosine(orNull(d.signalCosine()))
            .setResidualNorm(orNull(d.residualNorm()))
            .setResidualCosine(orNull(d.residualCosine()))
            .setOwnResidualNorm(orNull(d.ownResidualNorm()))
            .setDtpNorm(orNull(d.dtpNorm()))
            .setDtpCosine(orNull(d.dtpCosine()))
            .setRestNorm(orNull(d.restNorm()))
            .setRestCosine(orNull(d.restCosine()))
            .setFeedbackUnexplained(orNull(d.feedbackUnexplained()))
            .setInhibitionUnexplained(orNull(d.inhibitionUnexplained()))
            .setEiCorrelation(orNull(d.eiCorrelation()))
            .setEiUnitCorrelation(orNull(d.eiUnitCorrelation()))
            .setEiImbalance(orNull(d.eiImbalance()))
            .setShuffledEiCorrelation(orNull(d.shuffledEiCorrelation()))
            .setSaturation(orNull(d.saturation()))
            .setLargestTarget(orNull(d.largestTarget()))
            .setGaussNewtonCosine(orNull(d.gaussNewtonCosine()))
            .setLossDecrease(orNull(report.lossDecrease()));
    report.minibatch().ifPresent(m -> onMinibatch(row, m));
    return row.build();
  }

  private static void onMinibatch(Layer.Builder row, LayerDiagnostics d) {
    row.setMinibatchEstimateCosine(orNull(d.estimateCosine()))
        .setMinibatchWeightedCosine(orNull(d.weightedCosine()))
        .setMinibatchUpdateCosine(orNull(d.updateCosine()))
        .setMinibatchOwnResidualNorm(orNull(d.ownResidualNorm()));
  }

  private static Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }

  static Trial trial(
      TrialSpec spec, String id, StopReason reason, Summary summary, Provenance provenance) {
    Trial.Builder row =
        Trial.newBuilder()
            .setTrialId(id)
            .setRule(ParameterCatalog.standard().label(spec))
            .setBaseRule(spec.get(TrialParameters.RULE))
            .setSizes(String.join("-", summary.sizes().stream().map(String::valueOf).toList()))
            .setDepth(0)
            .setActivation("")
            .setInitializer("")
            .setDataset("")
            .setTrainingImages(0)
            .setValidationImages(0)
            .setBatchSize(0)
            .setEpochs(0)
            .setOptimizer("")
            .setLearningRate(0)
            .setSeed(0)
            .setParameters(Map.copyOf(spec.values()))
            .setCollapsed(summary.collapsedEpoch() > 0)
            .setCollapsedEpoch(summary.collapsedEpoch() > 0 ? summary.collapsedEpoch() : null)
            .setEpochsDone(Math.max(0, summary.epochs().size() - 1))
            .setWeights(summary.weightsKept() ? "weights/" + id + ".npz" : null)
            .setStarted(summary.started())
            .setSeconds(summary.seconds());
    reason(row, reason);
    outcome(row, summary.epochs());
    provenance.describe(row);
    Trial trial = row.build();
    parameters(trial, spec);
    return trial;
  }

  private static void reason(Trial.Builder row, StopReason reason) {
    if (reason instanceof StopReason.Diverged diverged) {
      row.setState("DIVERGED").setReason(diverged.reason());
      stopped(row, diverged.at());
    } else if (reason instanceof StopReason.Failed failed) {
      row.setState("FAILED").setReason(failed.reason());
      stopped(row, failed.at());
    } else {
      row.setState("DONE");
    }
    if (reason instanceof StopReason.Stopped stopped) {
      row.setStoppedEpoch(stopped.epoch()).setStopReason(stopped.reason());
    }
  }

  private static void stopped(Trial.Builder row, Training.Position at) {
    row.setStoppedEpoch(at.epoch()).setStoppedStep(at.step());
  }

  /** The last epoch's figures and the best one's; nothing for a trial that did not finish one. */
  private static void outcome(Trial.Builder row, List<Epoch> epochs) {
    if (epochs.size() < 2) {
      return;
    }
    Epoch last = epochs.get(epochs.size() - 1);
    row.setTrainLoss(last.getTrainLoss())
        .setTrainAccuracy(last.getTrainAccuracy())
        .setValidationLoss(last.getValidationLoss())
        .setValidationAccuracy(last.getValidationAccuracy())
        .setTestLoss(last.getTestLoss())
        .setTestAccuracy(last.getTestAccuracy());
    if (last.getValidationAccuracy() != null) {
      Epoch best = best(epochs);
      row.setBestEpoch(best.getEpoch())
          .setBestValidationAccuracy(best.getValidationAccuracy())
          .setBestEpochTestAccuracy(best.getTestAccuracy());
    }
  }

  /**
   * Every parameter that the trial writes down and that has a column of its own, by its name in
   * snake_case.
   */
  private static void parameters(Trial trial, TrialSpec spec) {
    for (Parameter<?> parameter :
        ParameterCatalog.standard().parametersOf(spec.get(TrialParameters.RULE))) {
      Schema.Field column = trial.getSchema().getField(column(parameter.name()));
      if (column != null
          && parameter != TrialParameters.RULE
          && spec.values().containsKey(parameter.name())) {
        trial.put(column.pos(), cell(parameter, spec.values().get(parameter.name()), column));
      }
    }
  }

  /** The column of a parameter: its camelCase name in snake_case. */
  static String column(String parameter) {
    return parameter.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static Object cell(Parameter<?> parameter, String text, Schema.Field column) {
    if (parameter.kind() instanceof Kind.Choice<?>) {
      return text;
    }
    Object value = parameter.value(text);
    if (value instanceof List<?> widths) {
      return widths.stream().distinct().count() == 1 ? widths.get(0) : null;
    }
    return value instanceof Long whole && isInt(column.schema()) ? Math.toIntExact(whole) : value;
  }

  private static boolean isInt(Schema column) {
    return column.isUnion()
        ? column.getTypes().stream().anyMatch(TrialRows::isInt)
        : column.getType() == Schema.Type.INT;
  }
}
