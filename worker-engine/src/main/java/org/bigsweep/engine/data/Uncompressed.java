package org.bigsweep.engine.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Removes the gzip compression of a stream, if it has any. The content decides that, not the file's
 * name.
 */
final class Uncompressed {
  private static final int BUFFER = 1 << 16;

  private Uncompressed() {}

  /** The content of {@code in}, whose closing is left to who opened it. */
  static InputStream of(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }
}
