package org.bigsweep.driver.report;

/**
 * One of the first lines of a report.
 *
 * @param warning whether it takes something away from what follows
 */
record Note(String text, boolean warning) {}
