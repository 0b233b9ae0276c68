package org.bigsweep.engine.data;

import java.nio.ByteBuffer;

/** The IDX format: a big-endian header, then unsigned bytes; images row by row, or labels. */
final class Idx {
  static final int IMAGE_MAGIC = 0x0803;
  static final int LABEL_MAGIC = 0x0801;
  static final int IMAGE_HEADER = 4 * Integer.BYTES;
  static final int LABEL_HEADER = 2 * Integer.BYTES;

  private Idx() {}

  /** The uncompressed file that holds these images. */
  static byte[] encodeImages(int count, int rows, int columns, byte[] pixels) {
    return ByteBuffer.allocate(IMAGE_HEADER + pixels.length)
        .putInt(IMAGE_MAGIC)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .put(pixels)
        .array();
  }

  /** The uncompressed file that holds these labels. */
  static byte[] encodeLabels(byte[] labels) {
    return ByteBuffer.allocate(LABEL_HEADER + labels.length)
        .putInt(LABEL_MAGIC)
        .putInt(labels.length)
        .put(labels)
        .array();
  }
}
