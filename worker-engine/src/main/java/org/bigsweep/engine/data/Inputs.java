package org.bigsweep.engine.data;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A dataset's images as networks read them: pixel / 255, columns as {@link InputColumns} orders
 * them. Made once per JVM, dataset and split and shared by all trials; the memory is given back
 * when nobody holds it and memory is short. Arrays are shared and never written to.
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

  private record Key(String sha256, Split split) {}

  /** The images of {@code dataset} divided as {@code split} says. */
  public static Inputs of(Dataset dataset, Split split) {
    Inputs[] found = new Inputs[1];
    SHARED.compute(
        new Key(dataset.sha256(), split),
        (key, reference) -> {
          found[0] =
              Optional.ofNullable(reference)
                  .map(SoftReference::get)
                  .orElseGet(() -> convert(dataset, split));
          return reference != null && reference.refersTo(found[0])
              ? reference
              : new SoftReference<>(found[0]);
        });
    return found[0];
  }

  private static Inputs convert(Dataset dataset, Split split) {
    LabelledImages file = dataset.training();
    LabelledImages test = dataset.test();
    InputColumns columns = InputColumns.of(dataset, split.trainingImages());
    int validationStart = split.validationStart();
    return new Inputs(
        columns,
        columns.values(file, 0, split.trainingImages(), columns.active()),
        Arrays.copyOf(file.labels(), split.trainingImages()),
        columns.values(file, validationStart, split.available(), columns.seen()),
        Arrays.copyOfRange(file.labels(), validationStart, split.available()),
        columns.values(test, 0, test.count(), columns.seen()),
        test.labels());
  }
}
