package org.bigsweep.driver.plan;

import org.bigsweep.engine.catalog.TrialSpec;

/**
 * The training of one trial from where it stands to an epoch.
 *
 * @param untilEpoch {@link TrialGroup#NO_PAUSE} to train it to its end
 * @param seconds predicted on one core
 */
public record TrialSegment(TrialSpec trial, int untilEpoch, double seconds) {}
