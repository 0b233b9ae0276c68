package org.bigsweep.engine.diagnostic;

/** Pearson correlation of pairs, by running means and co-moments (Welford). */
final class Correlation {
  private long n;
  private double meanX;
  private double meanY;
  private double xx;
  private double yy;
  private double xy;

  void add(double x, double y) {
    n++;
    double dx = x - meanX;
    double dy = y - meanY;
    double weight = 1.0 / n;
    meanX += dx * weight;
    meanY += dy * weight;
    xx += dx * (x - meanX);
    yy += dy * (y - meanY);
    xy += dx * (y - meanY);
  }

  /** The correlation; 0 when either side does not vary. */
  double value() {
    double scale = Math.sqrt(xx) * Math.sqrt(yy);
    return scale == 0 ? 0 : xy / scale;
  }
}
