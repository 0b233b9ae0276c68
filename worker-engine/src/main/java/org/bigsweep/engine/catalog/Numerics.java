package org.bigsweep.engine.catalog;

/** The version of the engine's arithmetic. */
public final class Numerics {
  /**
   * Bumped by hand whenever the same trial would give other bits. It is part of every trial's id,
   * so results of different arithmetic never mix.
   */
  public static final int VERSION = 3;

  private Numerics() {}
}
