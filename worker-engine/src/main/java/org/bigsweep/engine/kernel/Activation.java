package org.bigsweep.engine.kernel;

/** Elementwise function φ of a layer. φ′ is computed from the output h = φ(a). */
public enum Activation {
  /** φ(a) = tanh a, φ′ = 1 − h². */
  TANH(true),
  /** φ(a) = max(0, a), φ′ = 1 where h &gt; 0, else 0. */
  RELU(false),
  /** φ(a) = 1/(1 + e⁻ᵃ), φ′ = h(1 − h). */
  SIGMOID(true),
  /** φ(a) = a, φ′ = 1. */
  LINEAR(false);

  private final boolean bounded;

  Activation(boolean bounded) {
    this.bounded = bounded;
  }

  /** Whether |h| ≤ 1 always, so that units can saturate. */
  public boolean bounded() {
    return bounded;
  }
}
