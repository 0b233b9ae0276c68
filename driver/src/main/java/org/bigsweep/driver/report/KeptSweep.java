package org.bigsweep.driver.report;

import org.bigsweep.driver.spec.Sweep;

/**
 * A sweep file kept beside the results.
 *
 * @param file its name there
 * @param text the file as kept, with the overrides it was run with
 */
public record KeptSweep(String file, String text, Sweep sweep) {}
