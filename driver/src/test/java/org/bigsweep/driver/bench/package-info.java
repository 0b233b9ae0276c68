/**
 * Benchmarks of planning, scheduling, publishing and querying. The engine has those of training.
 */
package org.bigsweep.driver.bench;
