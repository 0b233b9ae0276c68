/**
 * What a trial costs, counted from its parameters before it is trained: arithmetic, memory, and
 * which parameters they depend on. This package does not know how long that takes on any machine.
 */
package org.bigsweep.engine.cost;
