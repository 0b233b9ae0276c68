package org.bigsweep.driver.plan;

import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;
import org.bigsweep.engine.cost.TrialCost;
import org.bigsweep.engine.data.Dataset;

/**
 * The properties of a dataset that planning needs.
 *
 * @param sha256 checksum that trial ids contain
 */
public record DatasetShape(String name, String sha256, DataSize size) {

  public static DatasetShape of(Dataset dataset) {
    return new DatasetShape(
        dataset.name(),
        dataset.sha256(),
        new DataSize(
            dataset.training().pixelsPerImage(),
            dataset.classes(),
            dataset.training().count(),
            dataset.test().count()));
  }

  /** What a trial costs on this dataset. */
  public TrialCost cost(TrialSpec spec) {
    return new TrialCost(spec, size);
  }
}
