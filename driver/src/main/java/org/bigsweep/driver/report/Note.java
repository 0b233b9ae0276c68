package org.bigsweep.driver.report;

/**
 * One of the first lines of a report.
 *
 * @param warning whether it limits what the report can show
 */
record Note(String text, boolean warning) {}
