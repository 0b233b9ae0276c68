/** Optimisers. An optimiser updates the parameters of one map from its gradient. */
package org.bigsweep.engine.optim;
