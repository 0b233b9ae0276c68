package org.bigsweep.engine.cost;

/**
 * The size of a dataset.
 *
 * @param pixels width of the input layer
 * @param classes width of the top layer
 * @param trainingFileImages images that training and validation share
 * @param testImages images tested on after every epoch
 */
public record DataSize(int pixels, int classes, int trainingFileImages, int testImages) {}
