/**
 * What numbers over seeds say: summaries, intervals, paired comparisons, matched budgets. Pure
 * arithmetic: no files, no Spark, no knowledge of rules. Of the results it knows the states of
 * trials alone.
 */
package org.bigsweep.driver.stats;
