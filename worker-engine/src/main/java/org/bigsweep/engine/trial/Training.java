package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.Inputs;
import org.bigsweep.engine.diagnostic.LayerDiagnostics;
import org.bigsweep.engine.diagnostic.LossDecrease;
import org.bigsweep.engine.diagnostic.Probe;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.RuleParameters;

/** The training of a trial: its network, learner and data, and the epochs that it runs. */
final class Training implements AutoCloseable {
  /** Samples of the probe, rounded down to whole minibatches but at least one. */
  private static final int PROBE_SAMPLES = 256;

  private final Workspace workspace = new Workspace();
  private final TrialObserver observer;
  private final String trialId;
  private final Inputs inputs;
  private final int[] order;
  private final int batch;
  private final TrialRandomness randomness;
  private final Mlp whole;
  private final Mlp net;
  private final Pass pass;

  /** The minibatch of the auxiliary maps, where it is another than f's. */
  private final Optional<Pass> auxiliaryPass;

  private final int[] auxiliaryOrder;
  private final Learner learner;
  private final Trainer trainer;
  private final Map<String, Updater> updaters = new LinkedHashMap<>();
  private final LearningRateSchedule schedule;
  private final VarianceSchedule variances;
  private final List<Updater> scheduled;
  private final HealthMonitor monitor;
  private final Evaluator evaluator;
  private final Probe.Buffers probeBuffers;
  private final LossDecrease lossDecrease;
  private List<LayerDiagnostics> lastMinibatch = List.of();
  private int epochBegun;
  private int stepBegun;

  /** Where training stands. */
  record Position(int epoch, int step) {}

  /**
   * The figures of one layer after an epoch.
   *
   * @param probe on the probe
   * @param minibatch on the epoch's last minibatch, before f learned from it; none before the first
   *     epoch
   * @param lossDecrease see {@link LossDecrease}; NaN before the first epoch
   */
  record LayerReport(
      LayerDiagnostics probe, Optional<LayerDiagnostics> minibatch, double lossDecrease) {}

  /** Means over an epoch's minibatches, each before its update, with the time they took. */
  record EpochOutcome(Evaluation training, double seconds, long samples) {}

  Training(TrialSpec spec, Dataset dataset, String trialId, TrialObserver observer) {
    this.observer = observer;
    this.trialId = trialId;
    this.inputs = Inputs.of(dataset, Network.preprocessing(spec, dataset));
    this.order = new int[inputs.trainingLabels().length];
    this.batch = spec.get(TrialParameters.BATCH_SIZE).intValue();
    if (batch > order.length) {
      throw new InvalidParameterException(
          "batchSize", batch, "at most the " + order.length + " trainingImages");
    }
    this.randomness =
        new TrialRandomness(
            spec.get(TrialParameters.SEED), workspace, spec.get(TrialParameters.INITIALIZER));
    this.whole = new Mlp(workspace, Network.sizes(spec, dataset), Network.activation(spec));
    this.net = whole.onFirstInputs(inputs.columns().active());
    double topTargetStep = spec.find(RuleParameters.TOP_TARGET_STEP).orElse(1.0);
    this.pass =
        new Pass(
            workspace,
            net,
            batch,
            topTargetStep,
            spec.find(RuleParameters.TOP_UPDATE_STEP).orElse(topTargetStep));
    boolean separate =
        spec.find(RuleParameters.AUXILIARY_MINIBATCHES)
            .filter(choice -> choice == RuleParameters.AuxiliaryMinibatches.SEPARATE)
            .isPresent();
    this.auxiliaryPass =
        separate
            ? Optional.of(new Pass(workspace, net, batch, topTargetStep, topTargetStep))
            : Optional.empty();
    this.auxiliaryOrder = new int[separate ? order.length : 0];
    for (int l = 1; l <= whole.depth(); l++) {
      randomness.draw("f" + l, whole.layer(l).weights());
    }
    InputRows.toColumns(inputs.columns(), whole.layer(1).weights());
    Optimizer optimizer =
        Optimizer.of(spec, TrialParameters.OPTIMIZER, TrialParameters.LEARNING_RATE);
    double weightDecay = spec.get(TrialParameters.WEIGHT_DECAY);
    List<Updater> likeForward = new ArrayList<>();
    RuleContext.Binder binder =
        new RuleContext.Binder() {
          @Override
          public Updater bind(String name, Affine map, Optimizer own) {
            return Training.this.bind(name, own.bind(workspace, map));
          }

          @Override
          public Updater bindLikeForward(String name, Affine map) {
            Updater updater = Training.this.bind(name, optimizer.bind(workspace, map, weightDecay));
            likeForward.add(updater);
            return updater;
          }
        };
    RuleContext context =
        new RuleContext(workspace, net, batch, spec, randomness, randomness, binder);
    this.learner =
        ParameterCatalog.standard().rule(spec.get(TrialParameters.RULE)).learner(context);
    List<Updater> forwardUpdaters =
        IntStream.rangeClosed(1, net.depth())
            .mapToObj(l -> bind("f" + l, optimizer.bind(workspace, net.layer(l), weightDecay)))
            .toList();
    likeForward.addAll(forwardUpdaters);
    double bound = spec.get(TrialParameters.GRADIENT_CLIP);
    this.trainer =
        new Trainer(
            net,
            learner,
            forwardUpdaters,
            bound > 0 ? Optional.of(new GradientClip(workspace, net, bound)) : Optional.empty());
    this.schedule = LearningRateSchedule.of(spec);
    this.variances = VarianceSchedule.of(spec);
    boolean follow =
        spec.find(RuleParameters.AUXILIARY_SCHEDULE)
            .filter(choice -> choice == RuleParameters.AuxiliarySchedule.SAME)
            .isPresent();
    this.scheduled = follow ? List.copyOf(updaters.values()) : List.copyOf(likeForward);
    this.monitor = new HealthMonitor(net, workspace.kernels(), learner.targets().isPresent());
    this.evaluator = new Evaluator(workspace, whole.onFirstInputs(inputs.columns().seen()));
    this.probeBuffers = new Probe.Buffers(workspace, net, batch);
    this.lossDecrease = new LossDecrease(net);
  }

  private Updater bind(String name, Updater updater) {
    if (updaters.put(name, updater) != null) {
      throw new IllegalArgumentException("Two maps are named " + name);
    }
    return updater;
  }

  /** One epoch of the auxiliary maps alone; {@code epoch} is 0 for the first, then −1, …. */
  void pretrain(int epoch) {
    shuffle(epoch);
    for (int step = 0; step < steps(); step++) {
      pretrainOneBatch(epoch, step);
    }
  }

  /** One step of the auxiliary maps alone on minibatch {@code step} of the epoch's order. */
  void pretrainOneBatch(int epoch, int step) {
    forward(epoch, step);
    trainer.learnAuxiliaries(pass);
    monitor.afterStep(pass, step == steps() - 1);
  }

  /** One epoch; {@code epoch} counts from 1. */
  EpochOutcome train(int epoch) {
    long start = System.nanoTime();
    shuffle(epoch);
    double factor = schedule.factor(epoch);
    scheduled.forEach(updater -> updater.scaleLearningRate(factor));
    learner.scaleVariances(variances.factor(epoch));
    double loss = 0;
    long correct = 0;
    for (int step = 0; step < steps(); step++) {
      beginBatch(epoch, step);
      if (step == steps() - 1) {
        lastMinibatch = diagnoseMinibatch();
      }
      endBatch(step);
      loss += pass.loss();
      correct += pass.correct();
    }
    long samples = (long) steps() * batch;
    double seconds = (System.nanoTime() - start) / 1e9;
    return new EpochOutcome(
        new Evaluation(loss / samples, (double) correct / samples), seconds, samples);
  }

  /** Brings the training images into the epoch's order. */
  void shuffle(int epoch) {
    randomness.order(epoch, order);
    if (epoch > 0 && auxiliaryPass.isPresent()) {
      randomness.auxiliaryOrder(epoch, auxiliaryOrder);
    }
  }

  /** One step on minibatch {@code step} of the epoch's order. */
  void trainOneBatch(int epoch, int step) {
    beginBatch(epoch, step);
    endBatch(step);
  }

  /** Both minibatches go forward, and the auxiliary maps learn. */
  private void beginBatch(int epoch, int step) {
    forward(epoch, step);
    if (auxiliaryPass.isPresent()) {
      forward(auxiliaryPass.get(), auxiliaryOrder, epoch, step);
    }
    trainer.learnAuxiliaries(auxiliaryPass.orElse(pass));
  }

  /** f learns. */
  private void endBatch(int step) {
    trainer.learnForward(pass);
    monitor.afterStep(pass, step == steps() - 1);
  }

  private void forward(int epoch, int step) {
    if (observer.stopRequested()) {
      throw new TrialInterruptedException(trialId);
    }
    epochBegun = Math.max(0, epoch);
    stepBegun = step;
    forward(pass, order, epoch, step);
    monitor.afterForward(pass);
  }

  private void forward(Pass through, int[] images, int epoch, int step) {
    through.forward(inputs.training(), inputs.trainingLabels(), images, step * batch, epoch, step);
  }

  /** Minibatches per epoch; a last partial one is dropped. */
  int steps() {
    return order.length / batch;
  }

  Evaluation test() {
    Evaluation evaluation = evaluator.evaluate(inputs.test(), inputs.testLabels());
    HealthMonitor.checkLoss(evaluation.loss());
    return evaluation;
  }

  /** The evaluation on the validation images; the split must have some. */
  Evaluation validate() {
    return evaluator.evaluate(inputs.validation(), inputs.validationLabels());
  }

  boolean hasValidation() {
    return inputs.validationLabels().length > 0;
  }

  /** Diagnostics of all layers on the last minibatch of an epoch, before f learns from it. */
  private List<LayerDiagnostics> diagnoseMinibatch() {
    Probe probe = Probe.withoutGaussNewton(net, learner, probeBuffers);
    probe.add(pass);
    return probe.layers();
  }

  /**
   * Diagnostics of all layers on the first training images, with those on the last minibatch that f
   * learned from.
   */
  List<LayerReport> diagnose() {
    Probe probe = probe();
    List<LayerDiagnostics> layers = probe.layers();
    double[] decreases = lossDecrease.since(probe);
    return IntStream.range(0, layers.size())
        .mapToObj(
            l ->
                new LayerReport(
                    layers.get(l),
                    lastMinibatch.isEmpty() ? Optional.empty() : Optional.of(lastMinibatch.get(l)),
                    decreases[l]))
        .toList();
  }

  private Probe probe() {
    Probe probe = new Probe(net, learner, probeBuffers);
    int batches = Math.max(1, Math.min(PROBE_SAMPLES, order.length) / batch);
    int[] first = IntStream.range(0, batches * batch).toArray();
    for (int from = 0; from < first.length; from += batch) {
      pass.forward(inputs.training(), inputs.trainingLabels(), first, from, 0, 0);
      probe.add(pass);
    }
    return probe;
  }

  /** The minibatch that was last begun; looking at the network does not move it. */
  Position position() {
    return new Position(epochBegun, stepBegun);
  }

  int collapsedEpoch() {
    return monitor.collapsedEpoch();
  }

  /** The parameters that training works on; the first layer's weights lack inactive inputs. */
  Map<String, Matrix> parameters() {
    return trainer.parameters();
  }

  /** All parameters, the first layer's weights complete and in the order of pixels. */
  Map<String, Matrix> keptParameters() {
    Map<String, Matrix> kept = trainer.parameters();
    Matrix weights = whole.layer(1).weights();
    Matrix byPixel = workspace.scratch(weights.rows(), weights.cols());
    InputRows.toPixels(inputs.columns(), weights, byPixel);
    kept.put("Wf1", byPixel);
    return kept;
  }

  /** A copy of all that training continues from. */
  TrainingState state() {
    Map<String, Npz.Array> copies = new TreeMap<>();
    stateMatrices().forEach((name, matrix) -> copies.put(name, Npz.Array.of(matrix)));
    Map<String, Long> counters = new TreeMap<>();
    updaters.forEach((name, updater) -> counters.put(name, updater.steps()));
    monitor.collect(counters);
    return new TrainingState(copies, counters);
  }

  /**
   * Puts training where {@code state} was taken.
   *
   * @throws CheckpointException if that was another network or rule; nothing is changed then
   */
  void restore(TrainingState state) throws CheckpointException {
    state().checkLike(state);
    stateMatrices().forEach((name, matrix) -> matrix.set(state.matrices().get(name).values()));
    updaters.forEach((name, updater) -> updater.continueAfter(state.counters().get(name)));
    monitor.restore(state.counters());
  }

  /** Takes the network as it stands for the one that was last diagnosed. */
  void resumeDiagnoses() {
    lossDecrease.since(probe());
  }

  private Map<String, Matrix> stateMatrices() {
    Map<String, Matrix> all = trainer.parameters();
    updaters.forEach((name, updater) -> updater.collect(name + ".", all));
    return all;
  }

  /** Bytes held off the heap. */
  long bytes() {
    return workspace.bytes();
  }

  @Override
  public void close() {
    workspace.close();
  }
}
