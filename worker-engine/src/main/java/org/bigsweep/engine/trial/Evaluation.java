package org.bigsweep.engine.trial;

/**
 * How well a network does on a set of images.
 *
 * @param loss mean cross-entropy, nats per sample
 * @param accuracy share classified rightly, 0..1
 */
public record Evaluation(double loss, double accuracy) {}
