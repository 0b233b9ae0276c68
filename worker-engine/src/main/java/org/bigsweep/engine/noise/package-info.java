/**
 * Counter-based random streams: every random number of a trial is a pure function of (seed, stream
 * name, position, index), so no generator is shared and the order of evaluation does not matter.
 * This package does not know what the numbers are used for.
 *
 * <p>The bits are the same on every machine, JVM and compiler tier: the kernels use integer
 * operations and the float operations that IEEE 754 rounds exactly (add, subtract, multiply, fused
 * multiply-add, square root), in the order in which they are written.
 */
package org.bigsweep.engine.noise;
