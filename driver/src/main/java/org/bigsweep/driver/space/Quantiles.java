package org.bigsweep.driver.space;

/** The joint draws of several parameters, as quantiles of their domains. */
interface Quantiles {
  /** The quantile of draw {@code k}, counted from 0, of a parameter: from 0 to below 1. */
  double at(String name, int k);
}
