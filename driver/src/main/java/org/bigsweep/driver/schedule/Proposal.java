package org.bigsweep.driver.schedule;

/**
 * A configuration that a search takes next.
 *
 * @param reason why, {@code name=value}, joined by blanks
 */
record Proposal(Candidate candidate, String reason) {}
