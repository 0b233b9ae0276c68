/**
 * The settings of a trial: their names, values, defaults, and when each is active. Nothing here
 * knows how a setting is used.
 */
package org.bigsweep.engine.param;
