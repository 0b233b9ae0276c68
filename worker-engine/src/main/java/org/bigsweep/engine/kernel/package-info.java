/**
 * Off-heap matrices of one trial and the arithmetic on them: products by direct BLAS calls, fused
 * elementwise loops. The only place that touches native pointers; what the numbers mean is not
 * known here.
 */
package org.bigsweep.engine.kernel;
