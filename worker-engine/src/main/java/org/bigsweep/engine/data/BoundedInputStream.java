package org.bigsweep.engine.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that fails once it has returned more bytes than a limit. A few megabytes of gzip can
 * grow to gigabytes, so nothing that was fetched is unpacked without a bound.
 */
final class BoundedInputStream extends FilterInputStream {
  /** Bytes of one file or archive; the largest published file has 47 million. */
  static final long MOST = 1L << 28;

  private final long most;
  private long given;

  BoundedInputStream(InputStream in, long most) {
    super(in);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = in.read(into, offset, length);
    count(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    long count = in.skip(length);
    count(count);
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long count) throws IOException {
    given += count;
    if (given > most) {
      throw new IOException("it has more than %,d bytes uncompressed".formatted(most));
    }
  }
}
