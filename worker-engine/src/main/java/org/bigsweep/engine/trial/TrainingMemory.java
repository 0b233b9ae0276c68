package org.bigsweep.engine.trial;

import org.bigsweep.engine.diagnostic.Probe;
import org.bigsweep.engine.net.Pass;
import org.bigsweep.engine.net.Shape;

/** The memory that training takes off the heap whatever its rule, besides parameters. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /** Floats of the buffers of minibatches, diagnostics and evaluation, about. */
  public static double bufferFloats(Shape shape) {
    return Pass.floats(shape) + Probe.Buffers.floats(shape) + Evaluator.floats(shape);
  }
}
