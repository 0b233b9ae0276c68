package org.bigsweep.engine.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.diagnostic.LayerDiagnostics;
import org.bigsweep.engine.diagnostic.Probe;
import org.bigsweep.engine.kernel.Activation;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Affine;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.optim.Optimizer;
import org.bigsweep.engine.optim.Updater;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.RuleContext;
import org.bigsweep.engine.rule.TargetView;
import org.bigsweep.engine.trial.Trainer;

/**
 * A check that runs one oracle case through the same classes that train a trial, and compares every
 * tensor.
 */
public final class OracleCheck {
  private static final double SMALL_GRADIENT = 1e-6;

  private final OracleCase oracle;
  private final Comparison comparison = new Comparison();
  private final Map<String, float[]> gradients = new HashMap<>();

  private OracleCheck(OracleCase oracle) {
    this.oracle = oracle;
  }

  /**
   * Reports on every {@code *.json} case of {@code folder}, in the order of their names.
   *
   * @throws IOException if the folder or a file cannot be read
   */
  public static List<OracleReport> run(Path folder) throws IOException {
    List<OracleReport> reports = new ArrayList<>();
    for (OracleCase oracle : OracleCase.read(folder)) {
      reports.add(new OracleCheck(oracle).run());
    }
    return reports;
  }

  private OracleReport run() {
    try (Workspace workspace = new Workspace()) {
      TrialSpec spec = oracle.spec();
      Activation phi = spec.get(TrialParameters.ACTIVATION);
      Mlp net = new Mlp(workspace, oracle.sizes(), phi);
      Pass pass = pass(workspace, net);
      Optimizer optimizer =
          Optimizer.of(spec, TrialParameters.OPTIMIZER, TrialParameters.LEARNING_RATE);
      RuleContext.Binder binder =
          binder(workspace, optimizer, spec.get(TrialParameters.WEIGHT_DECAY));
      RuleContext context =
          new RuleContext(workspace, net, oracle.batch(), spec, ZEROS, noise(workspace), binder);
      Learner learner =
          ParameterCatalog.standard().rule(spec.get(TrialParameters.RULE)).learner(context);
      learner.scaleVariances(oracle.varianceFactor());
      List<Updater> updaters =
          IntStream.rangeClosed(1, net.depth())
              .mapToObj(l -> binder.bindLikeForward("f" + l, net.layer(l)))
              .toList();
      Trainer trainer = new Trainer(net, learner, updaters);
      trainer.parameters().forEach(oracle::initialize);

      forward(pass, oracle.samples());
      layers("h", net.depth(), pass::h);
      comparison.number(
          "loss",
          oracle.expected("loss").orElseThrow()[0],
          pass.loss() / oracle.batch(),
          Comparison.LOSS_TOLERANCE);
      diagnostics(workspace, net, learner, pass);

      forward(pass, oracle.samples());
      learner.estimate(pass);
      layers("e0", net.depth(), pass::estimate);
      layers("t0", net.depth(), pass::target);
      learner.learnAuxiliaries(auxiliary(workspace, net).orElse(pass));
      learner.estimate(pass);
      layers("e", net.depth(), pass::estimate);
      layers("t", net.depth(), pass::target);
      learner.targets().ifPresent(view -> excitationAndInhibition(net, view));
      learner.remember(pass);
      trainer.move(pass);
      gradients(net, learner);
      trainer.parameters().forEach(this::newParameter);
      return comparison.report(oracle.name());
    }
  }

  private Pass pass(Workspace workspace, Mlp net) {
    return new Pass(workspace, net, oracle.batch(), oracle.topTargetStep(), oracle.topUpdateStep());
  }

  /** The minibatch of auxiliary maps, gone forward, if it is another than that of f. */
  private Optional<Pass> auxiliary(Workspace workspace, Mlp net) {
    return oracle
        .auxiliarySamples()
        .map(
            samples -> {
              Pass auxiliary = pass(workspace, net);
              forward(auxiliary, samples);
              return auxiliary;
            });
  }

  private RuleContext.Binder binder(Workspace workspace, Optimizer forward, double weightDecay) {
    return new RuleContext.Binder() {
      @Override
      public Updater bind(String name, Affine map, Optimizer optimizer) {
        return record(name, optimizer.bind(workspace, map));
      }

      @Override
      public Updater bindLikeForward(String name, Affine map) {
        return record(name, forward.bind(workspace, map, weightDecay));
      }

      private Updater record(String name, Updater updater) {
        return new RecordingUpdater(workspace, updater, name, gradients);
      }
    };
  }

  private static final RuleContext.InitialWeights ZEROS =
      new RuleContext.InitialWeights() {
        @Override
        public void draw(String name, Matrix weights) {}

        @Override
        public void drawFixed(String name, Matrix weights) {}
      };

  private RuleContext.Noise noise(Workspace workspace) {
    return (of, layer, innerStep, epoch, step, deviation, h, out) -> {
      String stream = of == RuleContext.NoiseOf.FEEDBACK ? "g" : "i";
      float[] epsilon = oracle.noise(stream + innerStep + "_" + layer);
      workspace.kernels().addScaled(out, h, deviation, epsilon);
    };
  }

  private void forward(Pass pass, OracleCase.Samples samples) {
    int[] indices = IntStream.range(0, oracle.batch()).toArray();
    pass.forward(samples.pixels(), samples.labels(), indices, 0, oracle.epoch(), 0);
  }

  private interface Layered {
    Matrix layer(int l);
  }

  private void layers(String name, int depth, Layered found) {
    for (int l = 1; l <= depth; l++) {
      compare(name + l, found.layer(l).toArray());
    }
  }

  private void excitationAndInhibition(Mlp net, TargetView view) {
    layers("E", net.depth() - 1, view::excitation);
    layers("I", net.depth() - 1, view::inhibition);
  }

  private void compare(String key, float[] found) {
    oracle.expected(key).ifPresent(e -> comparison.tensor(key, e, found, k -> true));
  }

  private void gradients(Mlp net, Learner learner) {
    gradients.forEach(
        (name, found) -> compare((name.charAt(1) == 'f' ? "grad_" : "gi_grad_") + name, found));
  }

  /** After a sign-like optimiser's first step, weights with a tiny gradient are not compared. */
  private void newParameter(String name, Matrix found) {
    float[] values = name.startsWith("W") ? OracleCase.transposed(found) : found.toArray();
    float[] gradient = gradients.get(name);
    IntPredicate counts =
        gradient != null && oracle.signLike(name.charAt(1))
            ? k -> Math.abs(gradient[k]) >= SMALL_GRADIENT
            : k -> true;
    oracle
        .expected("new_" + name)
        .ifPresent(e -> comparison.tensor("new_" + name, e, values, counts));
  }

  private void diagnostics(Workspace workspace, Mlp net, Learner learner, Pass pass) {
    Probe probe = new Probe(net, learner, new Probe.Buffers(workspace, net, oracle.batch()));
    probe.add(pass);
    for (LayerDiagnostics found : probe.layers()) {
      figure(found, "cos_act", found.estimateCosine());
      figure(found, "cos_w", found.updateCosine());
      figure(found, "n_est", found.estimateNorm());
      figure(found, "n_true", found.gradientNorm());
      figure(found, "n_sig", found.signalNorm());
      figure(found, "n_bias", found.residualNorm());
      figure(found, "n_dtp", found.dtpNorm());
      figure(found, "cos_dtp", found.dtpCosine());
      figure(found, "n_rest", found.restNorm());
      figure(found, "cos_rest", found.restCosine());
      figure(found, "ei_corr", found.eiCorrelation());
      figure(found, "ei_corr_unit", found.eiUnitCorrelation());
      figure(found, "ei_imb", found.eiImbalance());
      figure(found, "fvu_g", found.feedbackUnexplained());
      figure(found, "fvu_i", found.inhibitionUnexplained());
      figure(found, "sat", found.saturation());
    }
  }

  private void figure(LayerDiagnostics layer, String key, double found) {
    oracle
        .diagnostic(layer.layer(), key)
        .ifPresent(
            e ->
                comparison.number(
                    key + " of layer " + layer.layer(), e, found, Comparison.DIAGNOSTIC_TOLERANCE));
  }
}
