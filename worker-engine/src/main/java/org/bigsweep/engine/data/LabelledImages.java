package org.bigsweep.engine.data;

import java.io.Serializable;

/**
 * Images with their classes, unsigned bytes as in an IDX file pair.
 *
 * @param pixelsPerImage pixels of one image
 * @param pixels row by row, image after image; shared, never written to
 * @param labels class of each image, 0-based; shared, never written to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LabelledImages(int pixelsPerImage, byte[] pixels, byte[] labels)
    implements Serializable {

  public LabelledImages {
    if (pixelsPerImage <= 0 || (long) pixelsPerImage * labels.length != pixels.length) {
      throw new IllegalArgumentException(
          "Invalid images: %s bytes for %s images of %s pixels"
              .formatted(pixels.length, labels.length, pixelsPerImage));
    }
  }

  public int count() {
    return labels.length;
  }
}
