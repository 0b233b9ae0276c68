package org.bigsweep.engine.noise;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a random stream, which says what its numbers are used for. Streams of different names
 * are independent; a name is part of every number drawn under it and never changes.
 *
 * @param name lower-case words joined by hyphens; a rule from outside may add names of its own
 */
public record StreamName(String name) {
  private static final Pattern FORMAT = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** Initial weights of f. */
  public static final StreamName FORWARD_WEIGHTS = new StreamName("forward-weights");

  /** Initial weights of g. */
  public static final StreamName FEEDBACK_WEIGHTS = new StreamName("feedback-weights");

  /** Initial weights of i. */
  public static final StreamName INHIBITION_WEIGHTS = new StreamName("inhibition-weights");

  /** The fixed matrices B of feedback alignment, direct or not. */
  public static final StreamName ALIGNMENT_WEIGHTS = new StreamName("alignment-weights");

  /** The order of images in an epoch. */
  public static final StreamName BATCHES = new StreamName("batches");

  /** The noise ε that g is trained with. */
  public static final StreamName FEEDBACK_NOISE = new StreamName("feedback-noise");

  /** The noise ε that i is trained with. */
  public static final StreamName INHIBITION_NOISE = new StreamName("inhibition-noise");

  /** The order of images in an epoch of pre-training. */
  public static final StreamName PRETRAIN_BATCHES = new StreamName("pretrain-batches");

  /** The noise of g in pre-training. */
  public static final StreamName PRETRAIN_FEEDBACK_NOISE =
      new StreamName("pretrain-feedback-noise");

  /** The noise of i in pre-training. */
  public static final StreamName PRETRAIN_INHIBITION_NOISE =
      new StreamName("pretrain-inhibition-noise");

  /** The order of images in an epoch of auxiliary maps that have one of their own. */
  public static final StreamName AUXILIARY_BATCHES = new StreamName("auxiliary-batches");

  /** The names above. */
  public static final List<StreamName> ALL =
      List.of(
          FORWARD_WEIGHTS,
          FEEDBACK_WEIGHTS,
          INHIBITION_WEIGHTS,
          ALIGNMENT_WEIGHTS,
          BATCHES,
          FEEDBACK_NOISE,
          INHIBITION_NOISE,
          PRETRAIN_BATCHES,
          PRETRAIN_FEEDBACK_NOISE,
          PRETRAIN_INHIBITION_NOISE,
          AUXILIARY_BATCHES);

  public StreamName {
    if (!FORMAT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid stream name: " + name + " (must be lower-case words joined by hyphens)");
    }
  }

  /** The 64-bit FNV-1a hash of the name. */
  long id() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
