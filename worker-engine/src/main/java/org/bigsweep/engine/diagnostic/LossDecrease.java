package org.bigsweep.engine.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bigsweep.engine.net.Mlp;

/**
 * How much each layer's own movement has lowered the probe's loss since the round before, to first
 * order: ½ ⟨−∇L(W₀) − ∇L(W₁), W₁ − W₀⟩ over the weights and biases W of the layer, which moved from
 * W₀ to W₁. It is the trapezoid rule for the integral of −∇L along the movement. So the sum over
 * layers is the decrease of the loss up to terms of third order.
 */
public final class LossDecrease {
  private final Mlp net;
  private List<LayerState> before = List.of();

  /** W and −∂L/∂W of one layer, its weights and its biases. */
  private record LayerState(
      float[] weights, float[] biases, float[] weightDescent, float[] biasDescent) {}

  public LossDecrease(Mlp net) {
    this.net = net;
  }

  /**
   * The decrease by layer since the last call, nats; NaN in the first.
   *
   * @param round a finished round of figures on the network as it stands
   */
  public double[] since(Probe round) {
    List<LayerState> now = new ArrayList<>();
    for (int l = 1; l <= net.depth(); l++) {
      now.add(
          new LayerState(
              net.layer(l).weights().toArray(),
              net.layer(l).bias().toArray(),
              round.weightDescent(l),
              round.biasDescent(l)));
    }
    double[] decrease = new double[net.depth()];
    Arrays.fill(decrease, Double.NaN);
    for (int l = 0; l < before.size(); l++) {
      LayerState from = before.get(l);
      LayerState to = now.get(l);
      decrease[l] =
          integral(from.weights, to.weights, from.weightDescent, to.weightDescent)
              + integral(from.biases, to.biases, from.biasDescent, to.biasDescent);
    }
    before = now;
    return decrease;
  }

  private static double integral(float[] w0, float[] w1, float[] descent0, float[] descent1) {
    double sum = 0;
    for (int k = 0; k < w0.length; k++) {
      sum += ((double) descent0[k] + descent1[k]) / 2 * ((double) w1[k] - w0[k]);
    }
    return sum;
  }
}
