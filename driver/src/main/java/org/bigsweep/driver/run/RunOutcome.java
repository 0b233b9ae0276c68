package org.bigsweep.driver.run;

/**
 * How a run ended.
 *
 * @param last progress at the end; of an interrupted run, what the driver had heard of by then
 * @param interrupted whether it was asked to stop
 */
public record RunOutcome(RunProgress last, boolean interrupted) {}
