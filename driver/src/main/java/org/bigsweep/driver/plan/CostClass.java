package org.bigsweep.driver.plan;

import org.bigsweep.driver.space.PointClass;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * A class of trials that cost the same.
 *
 * @param rule the name under which the first of them is reported
 * @param flops floating-point operations of one of these trials
 * @param seconds predicted time of one of these trials
 */
record CostClass(PointClass points, String rule, double flops, double seconds) {
  static CostClass of(PointClass points, ParameterCatalog catalog, DatasetShape data) {
    TrialSpec first = points.get(0);
    return new CostClass(points, catalog.label(first), data.cost(first).flops(), 0);
  }

  CostClass costing(double secondsOfOne) {
    return new CostClass(points, rule, flops, secondsOfOne);
  }
}
