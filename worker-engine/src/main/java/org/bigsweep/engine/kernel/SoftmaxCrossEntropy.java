package org.bigsweep.engine.kernel;

/**
 * Softmax cross-entropy L = −log softmax(z)_y of a batch of logits, with its gradient −∂L/∂z =
 * onehot(y) − softmax(z), in double precision inside. Allocates nothing after construction.
 */
public final class SoftmaxCrossEntropy {
  private final int classes;
  private final float[] logits;
  private final double[] exponentials;
  private final double[] largest;
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
    this.exponentials = new double[rows * classes];
    this.largest = new double[rows];
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
    for (int r = 0; r < z.rows(); r++) {
      predicted[r] = lower(r);
    }
    exponentials(Vectors.here(), exponentials, z.size());
    loss = 0;
    correct = 0;
    for (int r = 0; r < z.rows(); r++) {
      int label = labels[indices[from + r]] & 0xff;
      finish(r, label);
      correct += predicted[r] == label ? 1 : 0;
    }
  }

  /** The first {@code size} of x := eˣ. */
  static void exponentials(Vectors vectors, double[] x, int size) {
    for (int k = vectors.exp(x, size); k < size; k++) {
      x[k] = Exponential.of(x[k]);
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

  /** Writes how far row {@code r} is below its largest logit; returns the class of that. */
  private int lower(int r) {
    int offset = r * classes;
    int best = 0;
    for (int k = 1; k < classes; k++) {
      best = logits[offset + k] > logits[offset + best] ? k : best;
    }
    largest[r] = logits[offset + best];
    for (int k = 0; k < classes; k++) {
      exponentials[offset + k] = logits[offset + k] - largest[r];
    }
    return best;
  }

  /** Adds row {@code r}'s loss and turns its logits into the gradient. */
  private void finish(int r, int label) {
    int offset = r * classes;
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += exponentials[offset + k];
    }
    loss += StrictMath.log(sum) - (logits[offset + label] - largest[r]);
    for (int k = 0; k < classes; k++) {
      logits[offset + k] = (float) ((k == label ? 1 : 0) - exponentials[offset + k] / sum);
    }
  }
}
