package org.bigsweep.engine.data;

import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pixels as a network reads them: unsigned byte / 255, so 0 … 1. Converted once per JVM and dataset
 * and shared by all trials; the memory is given back when nobody holds it and memory is short.
 */
public final class Pixels {
  private static final float WHITE = 255f;
  private static final ConcurrentHashMap<Key, SoftReference<Pixels>> SHARED =
      new ConcurrentHashMap<>();

  private final int pixelsPerImage;
  private final float[] values;

  private Pixels(LabelledImages images) {
    pixelsPerImage = images.pixelsPerImage();
    values = convert(images.pixels());
  }

  /** The pixels of {@code dataset}'s training file. */
  public static Pixels ofTraining(Dataset dataset) {
    return shared(new Key(dataset.sha256(), true), dataset.training());
  }

  /** The pixels of {@code dataset}'s test file. */
  public static Pixels ofTest(Dataset dataset) {
    return shared(new Key(dataset.sha256(), false), dataset.test());
  }

  /** Pixels of one image. */
  public int pixelsPerImage() {
    return pixelsPerImage;
  }

  /** All images one after the other; shared, never written to. */
  public float[] values() {
    return values;
  }

  /**
   * Copies one image.
   *
   * @param image index in the file
   * @param destination takes {@link #pixelsPerImage} values from {@code offset} on
   */
  public void copyImage(int image, float[] destination, int offset) {
    System.arraycopy(values, image * pixelsPerImage, destination, offset, pixelsPerImage);
  }

  private static Pixels shared(Key key, LabelledImages images) {
    Pixels[] converted = new Pixels[1];
    SHARED.compute(
        key,
        (k, reference) -> {
          converted[0] =
              Optional.ofNullable(reference)
                  .map(SoftReference::get)
                  .orElseGet(() -> new Pixels(images));
          return reference != null && reference.refersTo(converted[0])
              ? reference
              : new SoftReference<>(converted[0]);
        });
    return converted[0];
  }

  private static float[] convert(byte[] bytes) {
    float[] table = new float[256];
    for (int b = 0; b < table.length; b++) {
      table[b] = b / WHITE;
    }
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = table[Byte.toUnsignedInt(bytes[i])];
    }
    return values;
  }

  private record Key(String sha256, boolean training) {}
}
