package org.bigsweep.engine.trial;

/**
 * The loss and the accuracy of a network on a set of images.
 *
 * @param loss mean cross-entropy, nats per sample
 * @param accuracy share classified rightly, 0..1
 */
public record Evaluation(double loss, double accuracy) {}
