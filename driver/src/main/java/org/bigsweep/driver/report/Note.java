package org.bigsweep.driver.report;

/**
 * One of a report's first lines.
 *
 * @param warning whether it takes something away from what follows
 */
record Note(String text, boolean warning) {}
