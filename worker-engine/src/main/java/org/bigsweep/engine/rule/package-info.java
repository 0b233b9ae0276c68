/**
 * Learning rules. A rule defines how each layer computes its estimate of −∂L/∂h and how the
 * auxiliary maps learn. The training loop and the metrics belong to {@code trial}, the optimisers
 * to {@code optim}.
 */
package org.bigsweep.engine.rule;
