/**
 * The network: affine maps, the multilayer perceptron f that consists of them, its initial weights,
 * and the forward pass of one minibatch. This package does not know how a network learns.
 */
package org.bigsweep.engine.net;
