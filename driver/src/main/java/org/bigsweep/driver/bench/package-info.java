/**
 * How far planning, scheduling, publishing and reading results go. How fast training is, the engine
 * measures.
 */
package org.bigsweep.driver.bench;
