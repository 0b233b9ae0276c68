/**
 * How well a rule's estimates agree with the true gradient, and what its auxiliary maps are worth,
 * measured on a fixed probe without touching any parameter.
 */
package org.bigsweep.engine.diagnostic;
