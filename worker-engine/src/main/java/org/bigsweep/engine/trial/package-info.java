/**
 * One trial from its specification to its rows: training loop, evaluation, checkpoints, failure and
 * collapse. This package does not know how a rule computes its estimates.
 */
package org.bigsweep.engine.trial;
