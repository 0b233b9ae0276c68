package org.bigsweep.engine.diagnostic;

/** The correlation of the excitation E and the inhibition I of a layer, over samples and units. */
final class Balance {
  private final int units;
  private final Correlation pooled = new Correlation();
  private final Correlation shuffled = new Correlation();
  private final Correlation[] perUnit;
  private double differences;
  private double magnitudes;

  Balance(int units) {
    this.units = units;
    this.perUnit = new Correlation[units];
    for (int k = 0; k < units; k++) {
      perUnit[k] = new Correlation();
    }
  }

  /** Adds a batch of E and I, both [rows, units]. */
  void add(float[] e, float[] i, int rows) {
    for (int r = 0; r < rows; r++) {
      int row = r * units;
      for (int k = 0; k < units; k++) {
        double excitation = e[row + k];
        double inhibition = i[row + k];
        pooled.add(excitation, inhibition);
        shuffled.add(excitation, i[row + (k + 1) % units]);
        perUnit[k].add(excitation, inhibition);
        differences += Math.abs(excitation - inhibition);
        magnitudes += Math.abs(excitation);
      }
    }
  }

  /** Pearson correlation of all entries. */
  double correlation() {
    return pooled.value();
  }

  /** The same with every unit's I taken from its neighbour. */
  double shuffledCorrelation() {
    return shuffled.value();
  }

  /** Mean over units of the correlation over samples. */
  double unitCorrelation() {
    double sum = 0;
    for (Correlation unit : perUnit) {
      sum += unit.value();
    }
    return sum / units;
  }

  /** mean|E − I| / mean|E|. */
  double imbalance() {
    return differences / magnitudes;
  }
}
