package org.bigsweep.driver.report;

import org.bigsweep.driver.store.AnswerTable;

/**
 * A figure as a value.
 *
 * @param title the finding that it shows
 * @param n what was counted, such as {@code n = 5 seeds per rule}
 * @param caption how to read it
 * @param query the SQL behind it
 * @param data what is drawn
 */
record Figure(
    String id,
    String subject,
    String title,
    String n,
    String caption,
    String query,
    AnswerTable data,
    Chart chart) {}
