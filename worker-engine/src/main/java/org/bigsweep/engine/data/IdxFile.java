package org.bigsweep.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bigsweep.util.Sha256;

/**
 * One IDX file in memory, plain or gzip on disk, read strictly: nothing missing and nothing left
 * over.
 *
 * @param path where it was read
 * @param count images or labels
 * @param rows rows of one image; 1 for labels
 * @param columns columns of one image; 1 for labels
 * @param data what follows the header
 * @param sha256 checksum of the uncompressed file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record IdxFile(Path path, int count, int rows, int columns, byte[] data, String sha256) {
  /** Deflate yields at most so many bytes per byte. */
  private static final long MAX_COMPRESSION = 1032;

  private static final int CHUNK = 1 << 18;

  /** What comes after the end is counted so far: gzip could go on for long. */
  private static final long MOST_EXCESS = 1 << 20;

  /**
   * @throws DatasetException if the file cannot be read or is not of this kind
   */
  static IdxFile read(Path path, DatasetFile kind) {
    try (InputStream file = Files.newInputStream(path)) {
      InputStream in = Uncompressed.of(file);
      return kind.holdsImages() ? readImages(path, in) : readLabels(path, in);
    } catch (IOException e) {
      throw new DatasetException("Cannot read " + path + ": " + DatasetReason.of(e), e);
    }
  }

  int pixelsPerImage() {
    return rows * columns;
  }

  private static IdxFile readImages(Path path, InputStream in) throws IOException {
    byte[] start = header(path, in, Idx.IMAGE_HEADER, Idx.IMAGE_MAGIC);
    ByteBuffer header = ByteBuffer.wrap(start).position(Integer.BYTES);
    int count = header.getInt();
    int rows = header.getInt();
    int columns = header.getInt();
    String shape = count + " images of " + rows + " × " + columns + " pixels";
    if (count <= 0 || rows <= 0 || columns <= 0 || tooLarge(count, rows, columns)) {
      throw invalid(path, shape, "positive dimensions and less than 2 GiB in all");
    }
    MessageDigest digest = Sha256.digest();
    digest.update(start);
    byte[] data = body(path, in, start.length, count * rows * columns, shape, digest);
    return new IdxFile(path, count, rows, columns, data, Sha256.hex(digest));
  }

  private static IdxFile readLabels(Path path, InputStream in) throws IOException {
    byte[] start = header(path, in, Idx.LABEL_HEADER, Idx.LABEL_MAGIC);
    int count = ByteBuffer.wrap(start).getInt(Integer.BYTES);
    String shape = count + " labels";
    if (count <= 0 || tooLarge(count, 1, 1)) {
      throw invalid(path, shape, "a positive number and less than 2 GiB in all");
    }
    MessageDigest digest = Sha256.digest();
    digest.update(start);
    byte[] data = body(path, in, start.length, count, shape, digest);
    return new IdxFile(path, count, 1, 1, data, Sha256.hex(digest));
  }

  private static byte[] header(Path path, InputStream in, int bytes, int magic) throws IOException {
    byte[] header = in.readNBytes(bytes);
    int found = ByteBuffer.wrap(Arrays.copyOf(header, Integer.BYTES)).getInt();
    if (header.length >= Integer.BYTES && found != magic) {
      throw invalid(path, "magic number " + describe(found), describe(magic));
    }
    if (header.length < bytes) {
      throw invalid(path, header.length + " bytes", "at least the " + bytes + " of the header");
    }
    return header;
  }

  private static byte[] body(
      Path path, InputStream in, int header, int bytes, String shape, MessageDigest digest)
      throws IOException {
    // no more than can come, whatever a corrupt header says
    byte[] data = new byte[(int) Math.min(bytes, MAX_COMPRESSION * Files.size(path))];
    int length = 0;
    int count = 0;
    while (length < data.length && count >= 0) {
      count = in.read(data, length, Math.min(CHUNK, data.length - length));
      if (count > 0) {
        digest.update(data, length, count);
        length += count;
      }
    }
    long excess = 0;
    while (excess < MOST_EXCESS && in.read() >= 0) {
      excess += 1 + in.skip(CHUNK);
    }
    if (length != bytes || excess > 0) {
      String found = (excess < MOST_EXCESS ? "" : "more than ") + (header + length + excess);
      throw invalid(path, found + " bytes", ((long) header + bytes) + " for " + shape);
    }
    return data;
  }

  private static boolean tooLarge(int count, int rows, int columns) {
    long limit = Integer.MAX_VALUE - 64;
    return (long) rows * columns > limit || (long) rows * columns * count > limit;
  }

  private static String describe(int magic) {
    String number = "0x%08x".formatted(magic);
    return switch (magic) {
      case Idx.IMAGE_MAGIC -> number + ", images";
      case Idx.LABEL_MAGIC -> number + ", labels";
      default -> number;
    };
  }

  private static DatasetException invalid(Path path, String found, String requirement) {
    return new DatasetException(
        "Invalid IDX file " + path + ": " + found + " (must be " + requirement + ")");
  }
}
