/**
 * How fast this machine trains: steps, kernels, memory, two trials at once, and other libraries on
 * the same maths. Says nothing about how figures are printed.
 */
package org.bigsweep.engine.bench;
