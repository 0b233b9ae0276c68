package org.bigsweep.engine.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Kernels;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.kernel.Workspace;
import org.bigsweep.engine.net.Mlp;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;
import org.bigsweep.engine.rule.Learner;
import org.bigsweep.engine.rule.TargetView;

/**
 * Diagnostics of all layers over one or more batches that went forward: {@link #add} each, then
 * {@link #layers()}. Reads parameters, changes none. For one round of figures; its buffers come
 * from {@link Buffers}, which serves any number of rounds.
 */
public final class Probe {
  /** Samples for which a round of figures solves the Gauss-Newton direction. */
  public static final int GAUSS_NEWTON_SAMPLES = GaussNewton.SAMPLES;

  private static final float SATURATED = 0.95f;

  private final Mlp net;
  private final Learner learner;
  private final Kernels kernels;
  private final Buffers buffers;
  private boolean newtonKnown;
  private long samples;
  private final List<LayerSums> sumsByLayer = new ArrayList<>();

  /** Room for the true gradient and DTP's estimate of one batch. */
  public static final class Buffers {
    private final Workspace workspace;
    private final List<Matrix> gradients = new ArrayList<>();
    private final List<Matrix> gradientDeltas = new ArrayList<>();
    private final List<Matrix> reconstructions = new ArrayList<>();
    private final List<Matrix> difference = new ArrayList<>();
    private final List<Matrix> differenceTargets = new ArrayList<>();
    private final List<Matrix> ruleUpdates = new ArrayList<>();
    private final List<Matrix> trueUpdates = new ArrayList<>();
    private final List<double[]> trueBiasUpdates = new ArrayList<>();
    private final GaussNewton gaussNewton;

    /** Floats of these buffers, about. */
    public static double floats(Shape shape) {
      return 5 * shape.batch() * shape.units()
          + 2 * shape.weightsFrom(1)
          + GaussNewton.floats(shape);
    }

    public Buffers(Workspace workspace, Mlp net, int batch) {
      this.workspace = workspace;
      this.gaussNewton = new GaussNewton(workspace, net, batch);
      for (int l = 1; l <= net.depth(); l++) {
        int units = net.size(l);
        gradients.add(workspace.matrix(batch, units));
        gradientDeltas.add(workspace.matrix(batch, units));
        reconstructions.add(workspace.matrix(batch, units));
        difference.add(workspace.matrix(batch, units));
        differenceTargets.add(workspace.matrix(batch, units));
        ruleUpdates.add(workspace.matrix(net.size(l - 1), units));
        trueUpdates.add(workspace.matrix(net.size(l - 1), units));
        trueBiasUpdates.add(new double[units]);
      }
    }
  }

  /** Sums of one layer over the batches. */
  private static final class LayerSums {
    final Alignment estimate = new Alignment();
    final Alignment gradient = new Alignment();
    final Alignment signal = new Alignment();
    final Alignment residual = new Alignment();
    final Alignment ownResidual = new Alignment();
    final Alignment dtp = new Alignment();
    final Alignment rest = new Alignment();
    final Alignment gaussNewton = new Alignment();
    final Reconstruction feedback;
    final Reconstruction inhibition;
    final Balance balance;
    long saturated;
    long entries;
    double largestTarget;

    LayerSums(int units) {
      feedback = new Reconstruction(units);
      inhibition = new Reconstruction(units);
      balance = new Balance(units);
    }
  }

  public Probe(Mlp net, Learner learner, Buffers buffers) {
    this.net = net;
    this.learner = learner;
    this.kernels = buffers.workspace.kernels();
    this.buffers = buffers;
    for (int l = 1; l <= net.depth(); l++) {
      sumsByLayer.add(new LayerSums(net.size(l)));
      buffers.ruleUpdates.get(l - 1).clear();
      buffers.trueUpdates.get(l - 1).clear();
      Arrays.fill(buffers.trueBiasUpdates.get(l - 1), 0);
    }
  }

  /** A round of figures without the Gauss-Newton direction, which takes longer than all others. */
  public static Probe withoutGaussNewton(Mlp net, Learner learner, Buffers buffers) {
    Probe probe = new Probe(net, learner, buffers);
    probe.newtonKnown = true;
    return probe;
  }

  /** Adds the batch of {@code pass}, which went forward; overwrites its estimates and targets. */
  public void add(Pass pass) {
    learner.estimate(pass);
    trueGradients(pass);
    Optional<TargetView> targets = learner.targets();
    targets.ifPresent(view -> differenceEstimates(pass, view));
    for (int l = 1; l <= net.depth(); l++) {
      add(l, pass, targets);
    }
    if (!newtonKnown) {
      addGaussNewton(pass);
      newtonKnown = true;
    }
    samples += pass.batch();
  }

  /** Backpropagation on f's weights, whatever the rule. */
  private void trueGradients(Pass pass) {
    int top = net.depth();
    kernels.copy(buffers.gradients.get(top - 1), pass.topError());
    kernels.copy(buffers.gradientDeltas.get(top - 1), pass.topError());
    for (int l = top - 1; l >= 1; l--) {
      Matrix gradient = buffers.gradients.get(l - 1);
      Blas.multiplyTransposedRight(
          1, buffers.gradientDeltas.get(l), net.layer(l + 1).weights(), 0, gradient);
      kernels.delta(
          buffers.gradientDeltas.get(l - 1), gradient, pass.h(l), net.layer(l).activation());
    }
  }

  /** What DTP would estimate with these f and g; an exact estimate is DTP's as well. */
  private void differenceEstimates(Pass pass, TargetView view) {
    int top = net.depth();
    kernels.copy(buffers.differenceTargets.get(top - 1), pass.target(top));
    for (int l = top - 1; l >= 1; l--) {
      Matrix reconstruction = buffers.reconstructions.get(l - 1);
      Matrix estimate = buffers.difference.get(l - 1);
      Matrix target = buffers.differenceTargets.get(l - 1);
      view.feedback().apply(l, pass.h(l + 1), reconstruction);
      if (view.isExact(l)) {
        kernels.copy(estimate, pass.estimate(l));
        kernels.copy(target, pass.target(l));
        continue;
      }
      view.feedback().apply(l, buffers.differenceTargets.get(l), target);
      kernels.displace(
          estimate,
          target,
          buffers.workspace.scratch(pass.batch(), net.size(l)),
          1,
          target,
          pass.h(l),
          1,
          reconstruction,
          net.layer(l).activation());
    }
  }

  /** On the first batch only: it is by far the dearest figure. */
  private void addGaussNewton(Pass pass) {
    List<float[]> directions = buffers.gaussNewton.directions(pass);
    for (int l = 1; l < net.depth(); l++) {
      float[] direction = directions.get(l - 1);
      int units = net.size(l);
      sumsByLayer
          .get(l - 1)
          .gaussNewton
          .add(pass.estimate(l).toArray(), direction, direction.length / units, units);
    }
  }

  private void add(int l, Pass pass, Optional<TargetView> targets) {
    LayerSums sums = sumsByLayer.get(l - 1);
    int rows = pass.batch();
    int cols = net.size(l);
    float[] estimate = pass.estimate(l).toArray();
    float[] gradient = buffers.gradients.get(l - 1).toArray();
    sums.estimate.add(estimate, gradient, rows, cols);
    sums.gradient.add(gradient, gradient, rows, cols);
    if (l >= learner.lowestLearningLayer()) {
      Blas.multiplyTransposedLeft(
          1, learner.presynaptic(l, pass), pass.update(l), 1, buffers.ruleUpdates.get(l - 1));
    }
    Blas.multiplyTransposedLeft(
        1, pass.h(l - 1), buffers.gradientDeltas.get(l - 1), 1, buffers.trueUpdates.get(l - 1));
    addRows(buffers.gradientDeltas.get(l - 1).toArray(), buffers.trueBiasUpdates.get(l - 1));
    if (l == net.depth()) {
      return;
    }
    sums.saturated += kernels.countBeyond(pass.h(l), SATURATED);
    sums.entries += pass.h(l).size();
    targets.ifPresent(view -> addTargets(l, pass, view, estimate, gradient));
  }

  private static void addRows(float[] rows, double[] sum) {
    for (int k = 0; k < rows.length; k++) {
      sum[k % sum.length] += rows[k];
    }
  }

  private void addTargets(int l, Pass pass, TargetView view, float[] estimate, float[] gradient) {
    LayerSums sums = sumsByLayer.get(l - 1);
    int rows = pass.batch();
    int cols = net.size(l);
    float[] h = pass.h(l).toArray();
    float[] excitation = view.excitation(l).toArray();
    float[] inhibition = view.inhibition(l).toArray();
    float[] reconstruction = buffers.reconstructions.get(l - 1).toArray();
    float[] signal = view.isExact(l) ? estimate : difference(excitation, 1, reconstruction);
    float alpha = view.isExact(l) ? 1 : (float) view.alpha();
    float[] dtp = buffers.difference.get(l - 1).toArray();
    sums.signal.add(signal, gradient, rows, cols);
    sums.residual.add(difference(estimate, alpha, signal), gradient, rows, cols);
    sums.ownResidual.add(difference(reconstruction, 1, inhibition), gradient, rows, cols);
    sums.dtp.add(dtp, gradient, rows, cols);
    sums.rest.add(difference(estimate, 1, dtp), gradient, rows, cols);
    sums.feedback.add(reconstruction, h, rows);
    sums.inhibition.add(inhibition, h, rows);
    sums.balance.add(excitation, inhibition, rows);
    sums.largestTarget = Math.max(sums.largestTarget, kernels.largest(pass.target(l)));
  }

  /** x − a y. */
  private static float[] difference(float[] x, float a, float[] y) {
    float[] result = new float[x.length];
    for (int k = 0; k < x.length; k++) {
      result[k] = x[k] - a * y[k];
    }
    return result;
  }

  /** The figures of layers 1 … N. */
  public List<LayerDiagnostics> layers() {
    List<LayerDiagnostics> rows = new ArrayList<>();
    for (int l = 1; l <= net.depth(); l++) {
      rows.add(layer(l, sumsByLayer.get(l - 1)));
    }
    return rows;
  }

  /** −∂L/∂W of layer l, L the mean loss of the samples. */
  float[] weightDescent(int l) {
    float[] descent = buffers.trueUpdates.get(l - 1).toArray();
    for (int k = 0; k < descent.length; k++) {
      descent[k] /= samples;
    }
    return descent;
  }

  /** −∂L/∂b of layer l. */
  float[] biasDescent(int l) {
    double[] sums = buffers.trueBiasUpdates.get(l - 1);
    float[] descent = new float[sums.length];
    for (int k = 0; k < descent.length; k++) {
      descent[k] = (float) (sums[k] / samples);
    }
    return descent;
  }

  private LayerDiagnostics layer(int l, LayerSums sums) {
    boolean hidden = l < net.depth();
    boolean targets = hidden && learner.targets().isPresent();
    double none = Double.NaN;
    return new LayerDiagnostics(
        l,
        sums.estimate.cosine(),
        sums.estimate.weightedCosine(),
        sums.estimate.angle(),
        updateCosine(l),
        sums.estimate.norm(),
        sums.gradient.norm(),
        targets ? sums.signal.norm() : none,
        targets ? sums.signal.cosine() : none,
        targets ? sums.residual.norm() : none,
        targets ? sums.residual.cosine() : none,
        targets ? sums.ownResidual.norm() : none,
        targets ? sums.dtp.norm() : none,
        targets ? sums.dtp.cosine() : none,
        targets ? sums.rest.norm() : none,
        targets ? sums.rest.cosine() : none,
        targets ? sums.feedback.unexplained() : none,
        targets ? sums.inhibition.unexplained() : none,
        targets ? sums.balance.correlation() : none,
        targets ? sums.balance.unitCorrelation() : none,
        targets ? sums.balance.imbalance() : none,
        targets ? sums.balance.shuffledCorrelation() : none,
        hidden ? (double) sums.saturated / sums.entries : none,
        targets ? sums.largestTarget : none,
        hidden ? sums.gaussNewton.cosine() : none);
  }

  private double updateCosine(int l) {
    Alignment whole = new Alignment();
    float[] update = buffers.ruleUpdates.get(l - 1).toArray();
    whole.add(update, buffers.trueUpdates.get(l - 1).toArray(), 1, update.length);
    return whole.cosine();
  }
}
