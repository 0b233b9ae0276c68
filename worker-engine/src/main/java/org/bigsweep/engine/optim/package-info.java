/** Optimisers: how a map's parameters move along its gradient. */
package org.bigsweep.engine.optim;
