/**
 * Sweep files: their grammar, what is wrong with one and on which line. What a sweep spans belongs
 * to {@code space}, what a parameter allows to the engine's catalog.
 */
package org.bigsweep.driver.spec;
