/**
 * How far planning, scheduling and publishing go, and how fast results answer. How fast training
 * is, the engine measures.
 */
package org.bigsweep.driver.bench;
