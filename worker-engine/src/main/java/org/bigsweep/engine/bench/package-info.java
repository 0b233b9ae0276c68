/**
 * Benchmarks of training on this machine: steps, kernels, memory, two trials at once, and other
 * libraries on the same maths. This package does not print its figures.
 */
package org.bigsweep.engine.bench;
