package org.bigsweep.engine.trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.rule.RuleParameters;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The run of one trial, from its checkpoint or its beginning to the epoch that was asked for. */
final class TrialRun {
  private static final Logger LOG = LoggerFactory.getLogger(TrialRun.class);

  private final Dataset dataset;
  private final Provenance provenance;
  private final TrialRequest request;
  private final TrialSpec spec;
  private final Checkpoints checkpoints;
  private final TrialObserver observer;
  private final String id;
  private final List<Integer> sizes;
  private final int horizon;
  private final EarlyStop earlyStop;
  private final long begun = System.nanoTime();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private Optional<byte[]> kept = Optional.empty();
  private Instant started = Instant.now();
  private double secondsBefore;
  private int pretrained;
  private int collapsedEpoch;
  private long lastSaved = begun;

  TrialRun(
      Dataset dataset,
      Provenance provenance,
      TrialRequest request,
      Checkpoints checkpoints,
      TrialObserver observer) {
    this.dataset = dataset;
    this.provenance = provenance;
    this.request = request;
    this.spec = request.spec();
    this.checkpoints = checkpoints;
    this.observer = observer;
    this.id = spec.id(dataset.sha256());
    this.sizes = Network.sizes(spec, dataset);
    this.earlyStop = EarlyStop.of(spec);
    this.horizon = spec.get(TrialParameters.EPOCHS).intValue();
  }

  TrialOutcome run() {
    StopReason stop = toItsEnd();
    if (stop instanceof StopReason.Paused paused) {
      return new TrialOutcome.Paused(id, paused.epoch(), epochs.subList(0, paused.epoch() + 1));
    }
    return new TrialOutcome.Finished(
        new TrialResult(
            TrialRows.trial(spec, id, stop, summary(), provenance), epochs, layers, kept));
  }

  private StopReason toItsEnd() {
    Training.Position position = new Training.Position(0, 0);
    try (Training training = new Training(spec, dataset, id, observer)) {
      try {
        resume(training);
        return train(training);
      } catch (DivergedException e) {
        return new StopReason.Diverged(training.position(), e.getMessage());
      } finally {
        position = training.position();
        collapsedEpoch = training.collapsedEpoch();
      }
    } catch (TrialInterruptedException e) {
      throw e;
    } catch (StoreFailure e) {
      throw e.cause;
    } catch (RuntimeException | OutOfMemoryError e) {
      return new StopReason.Failed(position, e);
    }
  }

  private void resume(Training training) {
    Optional<byte[]> saved = load();
    if (saved.isEmpty()) {
      return;
    }
    try {
      Checkpoint checkpoint = Checkpoint.read(saved.get(), id, provenance.blasKernel());
      if (request.keep() == KeepWeights.BEST
          && checkpoint.epochs().size() > 1
          && checkpoint.kept().isEmpty()) {
        throw new CheckpointException("it kept no weights");
      }
      training.restore(checkpoint.training());
      pretrained = checkpoint.pretrained();
      started = checkpoint.started();
      secondsBefore = checkpoint.seconds();
      epochs.addAll(checkpoint.epochs());
      layers.addAll(checkpoint.layers());
      kept = request.keep() == KeepWeights.BEST ? checkpoint.kept() : Optional.empty();
      if (!epochs.isEmpty()) {
        training.resumeDiagnoses();
      }
    } catch (CheckpointException e) {
      LOG.warn("Trial {} starts afresh: its saved state is ignored, {}", id, e.getMessage());
    }
  }

  private StopReason train(Training training) {
    long start = System.nanoTime();
    long pretraining = spec.find(RuleParameters.PRETRAIN_EPOCHS).orElse(0L);
    while (pretrained < pretraining) {
      training.pretrain(-pretrained);
      pretrained++;
      saveIfDue(training);
    }
    if (epochs.isEmpty()) {
      record(training, 0, Optional.empty(), start);
    }
    int last = Math.min(horizon, request.untilEpoch());
    if (epochsDone() > last) {
      return new StopReason.Paused(last);
    }
    while (epochsDone() < last) {
      start = System.nanoTime();
      int epoch = epochsDone() + 1;
      record(training, epoch, Optional.of(training.train(epoch)), start);
      if (epoch < horizon && earlyStop.holds(epochs)) {
        keepLast(training);
        return new StopReason.Stopped(epoch, earlyStop.reason());
      }
      if (epoch < last) {
        saveIfDue(training);
      }
    }
    if (last < horizon) {
      save(training);
      return new StopReason.Paused(last);
    }
    keepLast(training);
    return new StopReason.Done();
  }

  private void keepLast(Training training) {
    if (request.keep() == KeepWeights.LAST) {
      kept = Optional.of(Npz.write(training.keptParameters()));
    }
  }

  private int epochsDone() {
    return epochs.size() - 1;
  }

  private void record(
      Training training, int epoch, Optional<Training.EpochOutcome> outcome, long start) {
    Optional<Evaluation> validation =
        training.hasValidation() ? Optional.of(training.validate()) : Optional.empty();
    Evaluation test = training.test();
    training.diagnose().forEach(layer -> layers.add(TrialRows.layer(id, epoch, layer)));
    boolean collapsed = training.collapsedEpoch() > 0;
    double seconds = (System.nanoTime() - start) / 1e9;
    Epoch row = TrialRows.epoch(id, epoch, outcome, validation, test, collapsed, seconds);
    epochs.add(row);
    if (request.keep() == KeepWeights.BEST
        && epoch > 0
        && (validation.isEmpty() || TrialRows.best(epochs) == row)) {
      kept = Optional.of(Npz.write(training.keptParameters()));
    }
    observer.epochFinished(row);
  }

  private void saveIfDue(Training training) {
    if (System.nanoTime() - lastSaved >= request.checkpointEvery().toNanos()) {
      save(training);
    }
  }

  private void save(Training training) {
    if (checkpoints == Checkpoints.NONE) {
      return;
    }
    Checkpoint state =
        new Checkpoint(id, pretrained, started, seconds(), epochs, layers, kept, training.state());
    byte[] bytes = state.toBytes(provenance.blasKernel());
    try {
      checkpoints.save(id, bytes);
    } catch (RuntimeException e) {
      throw new StoreFailure(e);
    }
    lastSaved = System.nanoTime();
  }

  private Optional<byte[]> load() {
    try {
      return checkpoints.load(id);
    } catch (RuntimeException e) {
      throw new StoreFailure(e);
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - begun) / 1e9;
  }

  private TrialRows.Summary summary() {
    return new TrialRows.Summary(
        sizes, epochs, collapsedEpoch, kept.isPresent(), started, seconds());
  }

  /** Carries what the store threw past the trial's own failures. */
  private static final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RuntimeException cause;

    StoreFailure(RuntimeException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
