/**
 * The network: affine maps, the multilayer perceptron f made of them, its initial weights, and one
 * minibatch's pass through it. How it learns is not known here.
 */
package org.bigsweep.engine.net;
