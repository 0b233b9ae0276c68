package org.bigsweep.engine.data;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A dataset's images as networks read them. A {@link PixelScale} scales the pixels, and {@link
 * InputColumns} orders the columns. Made once per JVM, dataset and preprocessing and shared by all
 * trials; the memory is freed when no trial uses it and memory is short. Arrays are shared and
 * never written to.
 *
 * @param columns the order of columns
 * @param training training images, {@code columns.active()} columns each
 * @param trainingLabels their classes
 * @param validation validation images, {@code columns.seen()} columns each
 * @param validationLabels their classes
 * @param test test images, {@code columns.seen()} columns each
 * @param testLabels their classes
 */
public record Inputs(
    InputColumns columns,
    float[] training,
    byte[] trainingLabels,
    float[] validation,
    byte[] validationLabels,
    float[] test,
    byte[] testLabels) {
  private static final ConcurrentHashMap<Key, SoftReference<Inputs>> SHARED =
      new ConcurrentHashMap<>();

  /**
   * How a trial takes a dataset's images.
   *
   * @param split which to train and validate on
   * @param decays whether weights decay, those of pixels that are always zero too
   */
  public record Preprocessing(Split split, PixelScale scale, boolean decays) {
    /** The order of columns. */
    public InputColumns columns(Dataset dataset) {
      return decays || scale != PixelScale.UNIT
          ? InputColumns.all(dataset.training().pixelsPerImage())
          : InputColumns.of(dataset, split.trainingImages());
    }

    /** The number for each value of a pixel. */
    public float[] numbers(Dataset dataset) {
      return scale.values(dataset.training(), split.trainingImages());
    }
  }

  private record Key(String sha256, Preprocessing preprocessing) {}

  /** The images of {@code dataset} as {@code preprocessing} says. */
  public static Inputs of(Dataset dataset, Preprocessing preprocessing) {
    Inputs[] found = new Inputs[1];
    SHARED.compute(
        new Key(dataset.sha256(), preprocessing),
        (key, reference) -> {
          found[0] =
              Optional.ofNullable(reference)
                  .map(SoftReference::get)
                  .orElseGet(() -> convert(dataset, preprocessing));
          return reference != null && reference.refersTo(found[0])
              ? reference
              : new SoftReference<>(found[0]);
        });
    return found[0];
  }

  private static Inputs convert(Dataset dataset, Preprocessing preprocessing) {
    Split split = preprocessing.split();
    LabelledImages file = dataset.training();
    LabelledImages test = dataset.test();
    InputColumns columns = preprocessing.columns(dataset);
    float[] numbers = preprocessing.numbers(dataset);
    int validationStart = split.validationStart();
    return new Inputs(
        columns,
        columns.values(file, 0, split.trainingImages(), columns.active(), numbers),
        Arrays.copyOf(file.labels(), split.trainingImages()),
        columns.values(file, validationStart, split.available(), columns.seen(), numbers),
        Arrays.copyOfRange(file.labels(), validationStart, split.available()),
        columns.values(test, 0, test.count(), columns.seen(), numbers),
        test.labels());
  }
}
