package org.bigsweep.driver.schedule;

import org.bigsweep.engine.catalog.TrialSpec;

/**
 * One trial's training from where it stands to an epoch.
 *
 * @param seconds predicted on one core
 */
record Stretch(TrialSpec trial, String trialId, int untilEpoch, double seconds) {}
