package org.bigsweep.engine.optim;

/** The optimisers that a trial may name. */
public enum OptimizerName {
  SGD(0),
  MOMENTUM(1),
  RMSPROP(1),
  ADAM(2);

  private final int states;

  OptimizerName(int states) {
    this.states = states;
  }

  /** How many values the optimiser remembers for each parameter. */
  public int states() {
    return states;
  }
}
