package org.bigsweep.driver.report;

/**
 * A figure that the results cannot fill.
 *
 * @param wanted a sentence that says what sweep would
 */
public record Missing(String id, String subject, String wanted) {}
