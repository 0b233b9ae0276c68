/**
 * The settings of a trial: their names, values, defaults, and when each is active. This package
 * does not know how a setting is used.
 */
package org.bigsweep.engine.param;
