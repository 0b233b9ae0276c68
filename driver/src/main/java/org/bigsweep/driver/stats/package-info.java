/**
 * Statistics of accuracies over seeds: summaries, intervals, paired comparisons, matched budgets,
 * the importance of parameters. This is pure arithmetic, without files, Spark or knowledge of
 * rules. Of the results it knows the states of trials alone.
 */
package org.bigsweep.driver.stats;
