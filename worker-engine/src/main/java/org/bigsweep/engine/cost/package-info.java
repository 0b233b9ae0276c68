/**
 * What a trial costs, counted from its parameters before it is trained: arithmetic, memory, and
 * which parameters they depend on. How long a count takes on some machine is not known here.
 */
package org.bigsweep.engine.cost;
