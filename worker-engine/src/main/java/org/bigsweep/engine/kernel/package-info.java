/**
 * Off-heap matrices of one trial and the arithmetic on them: products by direct BLAS calls, fused
 * elementwise loops. This is the only package that touches native pointers. It does not know what
 * the numbers mean.
 */
package org.bigsweep.engine.kernel;
