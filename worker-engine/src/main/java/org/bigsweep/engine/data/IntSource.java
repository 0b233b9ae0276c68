package org.bigsweep.engine.data;

/** A stream of random bits. */
@FunctionalInterface
public interface IntSource {
  /** 32 independent, uniformly distributed bits. */
  int next();
}
