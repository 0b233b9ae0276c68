/**
 * Diagnostics of a rule: how well its estimates agree with the true gradient, and how accurate its
 * auxiliary maps are. They are measured on a fixed probe and change no parameter.
 */
package org.bigsweep.engine.diagnostic;
