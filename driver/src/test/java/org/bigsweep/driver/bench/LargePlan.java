package org.bigsweep.driver.bench;

/**
 * The plan of a large grid.
 *
 * @param points trials of the grid
 * @param finished those that the results folder holds
 * @param seconds to read them and to plan the rest, its first group included
 */
public record LargePlan(long points, long finished, double seconds) {}
