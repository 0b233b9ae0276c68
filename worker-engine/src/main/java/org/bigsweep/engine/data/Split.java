package org.bigsweep.engine.data;

import org.bigsweep.engine.param.InvalidParameterException;

/**
 * How the training file is divided: training images are its first ones, validation images its last
 * ones, without overlap.
 *
 * @param trainingImages images {@code 0 … trainingImages − 1}; at least 1
 * @param validationImages the last images of the file; may be 0
 * @param available images in the training file
 */
public record Split(int trainingImages, int validationImages, int available) {
  /**
   * @throws InvalidParameterException if the parts are empty, overlap or exceed the file
   */
  public Split {
    if (trainingImages < 1) {
      throw new InvalidParameterException("trainingImages", trainingImages, "at least 1");
    }
    if (validationImages < 0) {
      throw new InvalidParameterException("validationImages", validationImages, "at least 0");
    }
    if ((long) trainingImages + validationImages > available) {
      throw new InvalidParameterException(
          "split",
          trainingImages + " training and " + validationImages + " validation images",
          "at most the " + available + " of the training file together");
    }
  }

  /** Divides the training file of {@code dataset}; numbers as a trial's parameters hold them. */
  public static Split of(Dataset dataset, long trainingImages, long validationImages) {
    return new Split(
        Math.toIntExact(trainingImages),
        Math.toIntExact(validationImages),
        dataset.training().count());
  }

  /** Index of the first validation image; {@link #available} if there is none. */
  public int validationStart() {
    return available - validationImages;
  }
}
