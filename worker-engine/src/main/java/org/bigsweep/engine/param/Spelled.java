package org.bigsweep.engine.param;

/** A value of a choice whose spelling in sweep files does not follow from its name in code. */
public interface Spelled {
  /** As in sweep files and results. */
  String spelling();
}
