package org.bigsweep.driver.plan;

import org.bigsweep.engine.catalog.TrialSpec;

/** A trial with its index in the space of its sweep. */
public record IndexedTrial(long index, TrialSpec spec) {}
