package org.bigsweep.engine.data;

/** How a pixel value of 0 … 255 becomes an input of the network. */
public enum PixelScale {
  /** p/255. */
  UNIT,

  /**
   * (p/255 − m)/s with m and s the mean and standard deviation of all pixels of all images that the
   * trial trains on: for MNIST's 60,000 images .1307 and .3081, the numbers in common use (such as
   * Meulemans et al. 2020). One m and one s for all pixels; a pixel that is always zero becomes a
   * constant other than zero.
   */
  STANDARDIZED;

  private static final float WHITE = 255f;

  /**
   * The number for each of the 256 values.
   *
   * @param images images of {@code training} that the trial trains on, from the first
   */
  float[] values(LabelledImages training, int images) {
    float[] values = new float[256];
    double mean = 0;
    double deviation = 1;
    if (this == STANDARDIZED) {
      double[] moments = moments(training, images);
      mean = moments[0];
      deviation = moments[1];
    }
    for (int pixel = 0; pixel < values.length; pixel++) {
      values[pixel] =
          this == UNIT ? pixel / WHITE : (float) ((pixel / (double) WHITE - mean) / deviation);
    }
    return values;
  }

  /** Mean and standard deviation of pixels / 255, from exact sums; 1 in place of a deviation 0. */
  private static double[] moments(LabelledImages training, int images) {
    long count = (long) images * training.pixelsPerImage();
    long sum = 0;
    long squares = 0;
    byte[] pixels = training.pixels();
    for (int k = 0; k < count; k++) {
      int pixel = pixels[k] & 0xff;
      sum += pixel;
      squares += (long) pixel * pixel;
    }
    double mean = (double) sum / count;
    double deviation = Math.sqrt((double) squares / count - mean * mean);
    return new double[] {mean / WHITE, deviation > 0 ? deviation / WHITE : 1};
  }
}
