/**
 * One trial from its specification to its rows: training loop, evaluation, checkpoints, failure and
 * collapse. How a rule computes its estimates is not known here.
 */
package org.bigsweep.engine.trial;
