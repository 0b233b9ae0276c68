/**
 * Sweep files: their grammar, and the line of each mistake. The package {@code space} defines what
 * a sweep spans, and the catalog of the engine what a parameter allows.
 */
package org.bigsweep.driver.spec;
