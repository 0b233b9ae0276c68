/**
 * Trials on Spark: one thread per trial, groups of trials per task, each group published by its
 * task. What to run is decided elsewhere; what a trial is, too.
 */
package org.bigsweep.driver.run;
