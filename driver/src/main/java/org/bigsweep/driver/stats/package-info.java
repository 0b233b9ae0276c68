/**
 * Statistics over seeds: summaries, intervals, paired comparisons, matched budgets. This package is
 * pure arithmetic: it knows no files, no Spark and no rules.
 */
package org.bigsweep.driver.stats;
