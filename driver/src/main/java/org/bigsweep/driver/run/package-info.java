/**
 * The execution of trials on Spark: one thread per trial, groups of trials per task, each group
 * published by its task. Other packages decide what to run and what a trial is.
 */
package org.bigsweep.driver.run;
