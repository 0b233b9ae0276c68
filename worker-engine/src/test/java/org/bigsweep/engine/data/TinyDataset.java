package org.bigsweep.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.bigsweep.util.Sha256;

/** Six training and three test images of 2 × 3 pixels in 4 classes, as IDX files. */
final class TinyDataset {
  static final int ROWS = 2;
  static final int COLUMNS = 3;
  static final byte[] TRAINING_LABELS = {3, 1, 2, 0, 3, 1};
  static final byte[] TEST_LABELS = {0, 3, 2};

  private TinyDataset() {}

  static byte[] pixels(int count) {
    byte[] pixels = new byte[count * ROWS * COLUMNS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (37 * i + count);
    }
    return pixels;
  }

  static Map<DatasetFile, byte[]> files() {
    Map<DatasetFile, byte[]> files = new EnumMap<>(DatasetFile.class);
    files.put(DatasetFile.TRAINING_IMAGES, Idx.encodeImages(6, ROWS, COLUMNS, pixels(6)));
    files.put(DatasetFile.TRAINING_LABELS, Idx.encodeLabels(TRAINING_LABELS));
    files.put(DatasetFile.TEST_IMAGES, Idx.encodeImages(3, ROWS, COLUMNS, pixels(3)));
    files.put(DatasetFile.TEST_LABELS, Idx.encodeLabels(TEST_LABELS));
    return files;
  }

  /** The dataset as a published one. */
  static PublishedDataset known(DataSource... sources) {
    String[] checksums = files().values().stream().map(Sha256::hex).toArray(String[]::new);
    return new PublishedDataset("tiny", 4, PublishedDataset.files(checksums), List.of(sources));
  }

  static void writeTo(Path folder) {
    files().forEach((file, bytes) -> write(folder.resolve(file.fileName()), bytes));
  }

  static void writeCompressedTo(Path folder) {
    files().forEach((file, bytes) -> write(folder.resolve(file.compressedName()), gzip(bytes)));
  }

  static void write(Path path, byte[] bytes) {
    try {
      Files.createDirectories(path.getParent());
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] withByte(byte[] bytes, int index, int value) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length);
    changed[index] = (byte) value;
    return changed;
  }
}
