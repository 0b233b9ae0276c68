/**
 * What is trained next: exhaustive, random and successive halving. Decides from what has been
 * measured, never executes; knows neither Spark nor files.
 */
package org.bigsweep.driver.schedule;
