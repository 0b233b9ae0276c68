/**
 * Checks the engine against oracle cases: one training step of one small network each, computed in
 * double precision by an independent reference.
 */
package org.bigsweep.engine.oracle;
