/**
 * One trial from its specification to its rows: settings, identity, training loop, failure and
 * collapse. How a rule computes its estimates is not known here.
 */
package org.bigsweep.engine.trial;
