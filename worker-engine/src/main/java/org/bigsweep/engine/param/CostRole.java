package org.bigsweep.engine.param;

/**
 * How a parameter changes what a trial costs. Times that were measured at one value carry over to
 * another the better, the later its role stands here.
 */
public enum CostRole {
  /** Not at all: trials that differ only in such parameters are predicted to cost the same. */
  NONE,
  /** It selects another computation, such as another loss of an auxiliary map. */
  ALGORITHM,
  /** It selects another elementwise kernel, such as an activation or an optimiser. */
  ELEMENTWISE,
  /** It changes the size of matrices, and with it the speed at which they are multiplied. */
  SHAPE,
  /** It changes how often the same computation is done; measured times carry over in proportion. */
  AMOUNT
}
