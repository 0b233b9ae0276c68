package org.bigsweep.driver.run;

/**
 * The way in which a run ended.
 *
 * @param last progress at the end; for an interrupted run, as far as the driver knew it by then
 * @param interrupted whether it was asked to stop
 * @param tooManyFailed whether it stopped because more trials failed than its limit allows
 */
public record RunOutcome(RunProgress last, boolean interrupted, boolean tooManyFailed) {}
