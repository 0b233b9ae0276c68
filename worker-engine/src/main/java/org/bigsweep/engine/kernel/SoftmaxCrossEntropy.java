package org.bigsweep.engine.kernel;

/**
 * Softmax cross-entropy L = −log softmax(z)_y of a batch of logits, with its gradient −∂L/∂z =
 * onehot(y) − softmax(z), in double precision inside. Allocates nothing after construction.
 */
public final class SoftmaxCrossEntropy {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;
  private static final double LN2_LOW = 0x1.ef35793c7673p-45;
  private static final double SMALLEST = -700;

  private final int classes;
  private final float[] logits;
  private final double[] exponentials;
  private final int[] predicted;
  private double loss;
  private int correct;

  /**
   * @param rows most rows of a batch
   * @param classes number of classes
   */
  public SoftmaxCrossEntropy(int rows, int classes) {
    this.classes = classes;
    this.logits = new float[rows * classes];
    this.exponentials = new double[classes];
    this.predicted = new int[rows];
  }

  /**
   * Evaluates {@code z} and writes −∂L/∂z per sample.
   *
   * @param z logits [batch, classes]
   * @param labels class of sample {@code indices[from + r]} for row r
   * @param error receives onehot − softmax [batch, classes]
   */
  public void evaluate(Matrix z, byte[] labels, int[] indices, int from, Matrix error) {
    evaluate(z, labels, indices, from);
    error.write(0, logits, z.size());
  }

  /** As {@link #evaluate(Matrix, byte[], int[], int, Matrix)} without the gradient. */
  public void evaluate(Matrix z, byte[] labels, int[] indices, int from) {
    z.read(0, logits, z.size());
    loss = 0;
    correct = 0;
    for (int r = 0; r < z.rows(); r++) {
      int label = labels[indices[from + r]] & 0xff;
      predicted[r] = row(r * classes, label);
      correct += predicted[r] == label ? 1 : 0;
    }
  }

  /** Sum of the losses of the last batch, nats. */
  public double loss() {
    return loss;
  }

  /** Samples of the last batch whose largest logit is that of their label. */
  public int correct() {
    return correct;
  }

  /** Class of the largest logit of row {@code r} of the last batch. */
  public int predicted(int r) {
    return predicted[r];
  }

  private int row(int offset, int label) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = logits[offset + k] > logits[offset + best] ? k : best;
    }
    double largest = logits[offset + best];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      exponentials[k] = exp(logits[offset + k] - largest);
      sum += exponentials[k];
    }
    loss += StrictMath.log(sum) - (logits[offset + label] - largest);
    for (int k = 0; k < classes; k++) {
      logits[offset + k] = (float) ((k == label ? 1 : 0) - exponentials[k] / sum);
    }
    return best;
  }

  /**
   * eˣ for x ≤ 0, relative error ≤ 1e-12, NaN for NaN: reduction by powers of two and the Taylor
   * polynomial of degree 11 on |r| ≤ ln 2 / 2. Unlike Math.exp it gives the same bits everywhere.
   */
  static double exp(double x) {
    if (x < SMALLEST) {
      return 0;
    }
    double n = Math.rint(x * LOG2_E);
    double r = (x - n * LN2_HIGH) - n * LN2_LOW;
    double p = 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    return p * Double.longBitsToDouble(((long) n + 1023) << 52);
  }
}
