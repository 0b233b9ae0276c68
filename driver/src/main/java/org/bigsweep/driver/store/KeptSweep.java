package org.bigsweep.driver.store;

import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Trial;

/**
 * A sweep whose file is kept beside its results.
 *
 * @param file the name of that file
 * @param sweep the sweep that the file describes, with the overrides it was run with
 */
public record KeptSweep(String file, Sweep sweep) {

  /** Whether the sweep contains this trial, computed with this version's arithmetic. */
  public boolean wants(Trial row) {
    return wants(row.getTrialId(), new TrialSpec(row.getParameters()), row.getDatasetSha256());
  }

  boolean wants(String id, TrialSpec spec, String datasetSha256) {
    return sweep.space().indexOf(spec, id, datasetSha256).isPresent();
  }
}
