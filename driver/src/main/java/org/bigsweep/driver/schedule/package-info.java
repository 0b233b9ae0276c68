/**
 * Schedules, which decide what is trained next: exhaustive, random, successive halving and
 * Hyperband. They decide from measurements and never execute. Nothing here knows Spark or files.
 */
package org.bigsweep.driver.schedule;
