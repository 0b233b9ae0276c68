package org.bigsweep.driver.plan;

import org.bigsweep.driver.space.PointClass;

/**
 * Trials that cost the same.
 *
 * @param flops of one of them
 * @param seconds of one of them
 */
record CostClass(PointClass points, double flops, double seconds) {}
