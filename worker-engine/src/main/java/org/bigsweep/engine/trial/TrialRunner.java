package org.bigsweep.engine.trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.rule.RuleParameters;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;

/** Trains one trial at a time on the calling thread; one dataset, any number of trials. */
public final class TrialRunner {
  private final Dataset dataset;
  private final Provenance provenance;

  /**
   * @param sparkVersion recorded in every row's provenance; empty outside Spark
   */
  public TrialRunner(Dataset dataset, Optional<String> sparkVersion) {
    this.dataset = dataset;
    this.provenance = Provenance.here(dataset.sha256(), sparkVersion);
  }

  /**
   * Trains {@code spec} to its end. Divergence and exceptions are results, not throws.
   *
   * @throws TrialInterruptedException if {@code observer} asked to stop
   */
  public TrialResult run(TrialSpec spec, KeepWeights keep, TrialObserver observer) {
    Run run = new Run(spec, keep, observer);
    Ending ending = run.toItsEnd();
    return new TrialResult(
        TrialRows.trial(spec, run.id, ending, run.summary(), provenance),
        run.epochs,
        run.layers,
        run.kept);
  }

  /** One trial under way. */
  private final class Run {
    private final TrialSpec spec;
    private final KeepWeights keep;
    private final TrialObserver observer;
    private final String id;
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private Optional<byte[]> kept = Optional.empty();
    private List<Integer> sizes;
    private int collapsedEpoch;

    Run(TrialSpec spec, KeepWeights keep, TrialObserver observer) {
      this.spec = spec;
      this.keep = keep;
      this.observer = observer;
      this.id = spec.id(dataset.sha256());
      this.sizes = Network.sizes(spec, dataset);
    }

    Ending toItsEnd() {
      Training.Position position = new Training.Position(0, 0);
      try (Training training = new Training(spec, dataset, id, observer)) {
        try {
          train(training);
          return new Ending.Done();
        } catch (DivergedException e) {
          return new Ending.Diverged(training.position(), e.getMessage());
        } finally {
          position = training.position();
          collapsedEpoch = training.collapsedEpoch();
        }
      } catch (TrialInterruptedException e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        return new Ending.Failed(position, e);
      }
    }

    private void train(Training training) {
      long pretraining = spec.find(RuleParameters.PRETRAIN_EPOCHS).orElse(0L);
      long start = System.nanoTime();
      for (int p = 0; p < pretraining; p++) {
        training.pretrain(-p);
      }
      record(training, 0, Optional.empty(), start);
      long horizon = spec.get(TrialParameters.EPOCHS);
      for (int epoch = 1; epoch <= horizon; epoch++) {
        start = System.nanoTime();
        record(training, epoch, Optional.of(training.train(epoch)), start);
      }
      if (keep == KeepWeights.LAST) {
        kept = Optional.of(Npz.write(training.keptParameters()));
      }
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
      if (keep == KeepWeights.BEST
          && epoch > 0
          && (validation.isEmpty() || TrialRows.best(epochs) == row)) {
        kept = Optional.of(Npz.write(training.keptParameters()));
      }
      observer.epochFinished(row);
    }

    TrialRows.Summary summary() {
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new TrialRows.Summary(
          sizes, epochs, collapsedEpoch, kept.isPresent(), started, seconds);
    }
  }
}
