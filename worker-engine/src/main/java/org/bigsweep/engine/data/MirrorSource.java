package org.bigsweep.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * A public web folder with the four files as gzip. A transfer that breaks off is continued where it
 * stopped, by this call or a later one.
 *
 * @param base the folder's address, with a slash at its end
 */
record MirrorSource(URI base) implements DataSource {
  private static final int CONNECT_MILLIS = 15_000;
  private static final int READ_MILLIS = 30_000;
  private static final int ATTEMPTS = 4;
  private static final int BUFFER = 1 << 16;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  @Override
  public String name() {
    return base.toString();
  }

  @Override
  public void fetch(CacheFolder cache, FetchListener listener) throws IOException {
    for (DatasetFile file : cache.missing()) {
      fetch(file, cache, listener);
    }
  }

  private void fetch(DatasetFile file, CacheFolder cache, FetchListener listener)
      throws IOException {
    // mirrors may compress differently, so each continues only its own transfers
    Path part = cache.partial(file.compressedName() + "." + Integer.toHexString(base.hashCode()));
    for (int attempt = 1; ; attempt++) {
      boolean continued = Files.exists(part) && Files.size(part) > 0;
      try {
        download(file, part, listener);
      } catch (BrokenTransfer e) {
        if (attempt < ATTEMPTS) {
          continue;
        }
        throw e;
      }
      try (InputStream in = Files.newInputStream(part)) {
        cache.accept(file, in);
        return;
      } catch (IOException | DatasetException e) {
        // what was continued may be the beginning of another version
        if (!continued) {
          throw e;
        }
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private void download(DatasetFile file, Path part, FetchListener listener) throws IOException {
    long start = Files.exists(part) ? Files.size(part) : 0;
    URI address = base.resolve(file.compressedName());
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (start > 0) {
      connection.setRequestProperty("Range", "bytes=" + start + "-");
    }
    try {
      switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> receive(connection, 0, file, part, listener);
        case HttpURLConnection.HTTP_PARTIAL -> {
          if (!String.valueOf(connection.getHeaderField("Content-Range"))
              .startsWith("bytes " + start + "-")) {
            Files.delete(part);
            throw new BrokenTransfer("the wrong range was sent for " + address);
          }
          receive(connection, start, file, part, listener);
        }
        case RANGE_NOT_SATISFIABLE -> {
          Files.deleteIfExists(part);
          throw new BrokenTransfer("nothing to continue at " + address);
        }
        default ->
            throw new IOException("HTTP " + connection.getResponseCode() + " for " + address);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static void receive(
      HttpURLConnection connection, long start, DatasetFile file, Path part, FetchListener listener)
      throws IOException {
    long length = connection.getContentLengthLong();
    OptionalLong total = length < 0 ? OptionalLong.empty() : OptionalLong.of(start + length);
    long received = start;
    StandardOpenOption mode =
        start > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    try (InputStream in = connection.getInputStream();
        OutputStream out =
            Files.newOutputStream(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode)) {
      byte[] buffer = new byte[BUFFER];
      int count = read(in, buffer);
      while (count >= 0) {
        out.write(buffer, 0, count);
        received += count;
        listener.progressed(file.compressedName(), received, total);
        count = read(in, buffer);
      }
    }
    if (total.isPresent() && received < total.getAsLong()) {
      throw new BrokenTransfer(
          "the transfer of %s ended after %d of %d bytes"
              .formatted(file.compressedName(), received, total.getAsLong()));
    }
  }

  private static int read(InputStream in, byte[] buffer) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new BrokenTransfer(DatasetReason.of(e), e);
    }
  }

  /** What is worth another attempt. */
  private static final class BrokenTransfer extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenTransfer(String message) {
      super(message);
    }

    BrokenTransfer(String message, IOException cause) {
      super(message, cause);
    }
  }
}
