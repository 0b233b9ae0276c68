/**
 * What numbers over seeds say: summaries, intervals, paired comparisons, matched budgets. Pure
 * arithmetic: no files, no Spark, no knowledge of rules.
 */
package org.bigsweep.driver.stats;
