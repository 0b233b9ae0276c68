package org.bigsweep.driver.report;

import org.bigsweep.driver.spec.Sweep;

/**
 * A sweep file kept beside the results.
 *
 * @param file its name there
 * @param sweep read from the file as kept, with the overrides it was run with
 */
public record KeptSweep(String file, Sweep sweep) {}
