/**
 * Learning rules: what each says of its estimates of −∂L/∂h and of its auxiliary maps. The loop,
 * the optimisers and the metrics belong to {@code trial}.
 */
package org.bigsweep.engine.rule;
