package org.bigsweep.driver.run;

/**
 * The way in which a run ended.
 *
 * @param last progress at the end; of an interrupted run, what the driver had heard of by then
 * @param interrupted whether it was asked to stop
 * @param tooManyFailed whether it stopped because more trials failed than it was to bear
 */
public record RunOutcome(RunProgress last, boolean interrupted, boolean tooManyFailed) {}
