package org.bigsweep.driver.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.trial.TrialInterruptedException;
import org.bigsweep.engine.trial.TrialObserver;
import org.bigsweep.engine.trial.TrialOutcome;
import org.bigsweep.engine.trial.TrialResult;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/** Trainers that cost nothing. */
final class FakeTrainers {
  private FakeTrainers() {}

  static final long SOON = 50;

  /** Every trial is done at once; the one of seed 1 diverged, that of seed 2 failed. */
  static final TrainerFactory INSTANT =
      (data, spark) ->
          (request, checkpoints, observer) -> {
            TrialSpec spec = request.spec();
            long seed = spec.get(TrialParameters.SEED);
            TrialState state =
                seed == 1 ? TrialState.DIVERGED : seed == 2 ? TrialState.FAILED : TrialState.DONE;
            return new TrialOutcome.Finished(result(data, spec, state));
          };

  /** Every trial fails: those of seeds below {@value #SOON} at once, others when told to stop. */
  static final TrainerFactory FAILING =
      (data, spark) ->
          (request, checkpoints, observer) -> {
            if (request.spec().get(TrialParameters.SEED) >= SOON) {
              awaitStop(request.spec().id(data.sha256()), observer);
            }
            Trial row = result(data, request.spec(), TrialState.FAILED).trial();
            row.put("reason", "it always does");
            return new TrialOutcome.Finished(
                new TrialResult(row, List.of(), List.of(), Optional.empty()));
          };

  /** Counts down when an endless trial starts. */
  static final CountDownLatch TWO_ENDLESS = new CountDownLatch(2);

  /** Trials of an even seed are done at once, others only end when told to stop. */
  static final TrainerFactory ENDLESS_ODD =
      (data, spark) ->
          (request, checkpoints, observer) -> {
            TrialSpec spec = request.spec();
            if (spec.get(TrialParameters.SEED) % 2 == 1) {
              TWO_ENDLESS.countDown();
              awaitStop(spec.id(data.sha256()), observer);
            }
            return new TrialOutcome.Finished(result(data, spec, TrialState.DONE));
          };

  private static void awaitStop(String id, TrialObserver observer) {
    while (!observer.stopRequested()) {
      Thread.onSpinWait();
    }
    throw new TrialInterruptedException(id);
  }

  static TrialResult result(Dataset data, TrialSpec spec, TrialState state) {
    Trial row = filled();
    row.put("trial_id", spec.id(data.sha256()));
    row.put("rule", spec.get(TrialParameters.RULE));
    row.put("base_rule", spec.get(TrialParameters.RULE));
    row.put("seed", spec.get(TrialParameters.SEED));
    row.put("state", state.name());
    row.put("parameters", Map.copyOf(spec.values()));
    if (state == TrialState.DONE) {
      row.put("validation_accuracy", 0.5 + spec.get(TrialParameters.SEED) / 1000.0);
    }
    return new TrialResult(row, List.of(), List.of(), Optional.empty());
  }

  /** A row with some value in every column that may not be null. */
  private static Trial filled() {
    Trial row = new Trial();
    for (Schema.Field field : Trial.getClassSchema().getFields()) {
      row.put(field.pos(), some(field));
    }
    return row;
  }

  private static Object some(Schema.Field field) {
    if (field.schema().isNullable()) {
      return null;
    }
    Object raw =
        switch (field.schema().getType()) {
          case STRING -> "some";
          case INT -> 1;
          case LONG -> 1L;
          case DOUBLE -> 1.0;
          case BOOLEAN -> false;
          case MAP -> Map.of();
          default -> throw new IllegalStateException(field.toString());
        };
    return field.schema().getLogicalType() == null
        ? raw
        : SpecificData.getForClass(Trial.class)
            .getConversionFor(field.schema().getLogicalType())
            .fromLong(1L, field.schema(), field.schema().getLogicalType());
  }
}
