package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bigsweep.util.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
  private static final byte[] IMAGES = TinyDataset.files().get(DatasetFile.TRAINING_IMAGES);
  private static final byte[] LABELS = TinyDataset.files().get(DatasetFile.TRAINING_LABELS);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void namePath() {
    path = folder.resolve("some-file");
  }

  @Test
  void read_plainImages_givesShapeDataAndChecksum() {
    IdxFile file = read(IMAGES, DatasetFile.TRAINING_IMAGES);

    assertThat(file.count()).isEqualTo(6);
    assertThat(file.rows()).isEqualTo(2);
    assertThat(file.columns()).isEqualTo(3);
    assertThat(file.pixelsPerImage()).isEqualTo(6);
    assertThat(file.data()).isEqualTo(TinyDataset.pixels(6));
    assertThat(file.sha256()).isEqualTo(Sha256.hex(IMAGES));
  }

  @Test
  void read_gzipThatGoesOn_isNotReadToItsEnd() {
    byte[] bomb = TinyDataset.gzip(Arrays.copyOf(LABELS, 50_000_000));

    assertThatThrownBy(() -> read(bomb, DatasetFile.TRAINING_LABELS))
        .isInstanceOf(DatasetException.class)
        .message()
        .matches("Invalid IDX file .*: more than 1[0-9]{6} bytes \\(must be 14 for 6 labels\\)");
  }

  @Test
  void bounded_beyondItsEnd_fails() throws IOException {
    assertThat(
            new BoundedInputStream(new ByteArrayInputStream(LABELS), LABELS.length).readAllBytes())
        .isEqualTo(LABELS);
    assertThatThrownBy(
            () ->
                new BoundedInputStream(new ByteArrayInputStream(LABELS), LABELS.length - 1)
                    .readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessage("it has more than 13 bytes uncompressed");
  }

  @Test
  void read_gzipUnderAnyName_equalsPlain() {
    IdxFile file = read(TinyDataset.gzip(LABELS), DatasetFile.TRAINING_LABELS);

    assertThat(file.data()).isEqualTo(TinyDataset.TRAINING_LABELS);
    assertThat(file.sha256()).isEqualTo(Sha256.hex(LABELS));
  }

  @Test
  void read_labelsForImages_namesBothMagicNumbers() {
    assertInvalid(
        LABELS,
        DatasetFile.TRAINING_IMAGES,
        "magic number 0x00000801, labels (must be 0x00000803, images)");
  }

  @Test
  void read_foreignFile_namesMagicNumber() {
    assertInvalid(
        new byte[] {'<', 'h', 't', 'm', 'l', '>'},
        DatasetFile.TRAINING_LABELS,
        "magic number 0x3c68746d (must be 0x00000801, labels)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 15})
  void read_truncatedHeader_namesLength(int length) {
    assertInvalid(
        Arrays.copyOf(IMAGES, length),
        DatasetFile.TRAINING_IMAGES,
        length + " bytes (must be at least the 16 of the header)");
  }

  @Test
  void read_truncatedImages_namesBothLengths() {
    assertInvalid(
        Arrays.copyOf(IMAGES, IMAGES.length - 5),
        DatasetFile.TRAINING_IMAGES,
        "47 bytes (must be 52 for 6 images of 2 × 3 pixels)");
  }

  @Test
  void read_trailingBytes_namesBothLengths() {
    assertInvalid(
        Arrays.copyOf(LABELS, LABELS.length + 100_000),
        DatasetFile.TRAINING_LABELS,
        "100014 bytes (must be 14 for 6 labels)");
  }

  @Test
  void read_trailingBytesInGzip_namesBothLengths() {
    assertInvalid(
        TinyDataset.gzip(Arrays.copyOf(LABELS, LABELS.length + 100_000)),
        DatasetFile.TRAINING_LABELS,
        "100014 bytes (must be 14 for 6 labels)");
  }

  @Test
  void read_noImages_isInvalid() {
    assertInvalid(
        Idx.encodeImages(0, 2, 3, new byte[0]),
        DatasetFile.TEST_IMAGES,
        "0 images of 2 × 3 pixels (must be positive dimensions and less than 2 GiB in all)");
  }

  @Test
  void read_absurdDimensions_isInvalidWithoutReservingMemory() {
    assertInvalid(
        Idx.encodeImages(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[0]),
        DatasetFile.TEST_IMAGES,
        "2147483647 images of 2147483647 × 2147483647 pixels (must be positive dimensions and less"
            + " than 2 GiB in all)");
  }

  @Test
  void read_negativeCount_isInvalid() {
    assertInvalid(
        TinyDataset.withByte(LABELS, 4, 0x80),
        DatasetFile.TEST_LABELS,
        "-2147483642 labels (must be a positive number and less than 2 GiB in all)");
  }

  @Test
  void read_truncatedGzip_saysSo() {
    byte[] gzip = TinyDataset.gzip(IMAGES);

    assertThatThrownBy(
            () -> read(Arrays.copyOf(gzip, gzip.length - 12), DatasetFile.TRAINING_IMAGES))
        .isInstanceOf(DatasetException.class)
        .hasMessage("Cannot read " + path + ": the compressed data end too early");
  }

  @Test
  void read_corruptGzip_saysSo() {
    byte[] gzip = TinyDataset.gzip(IMAGES);

    assertThatThrownBy(
            () ->
                read(
                    TinyDataset.withByte(gzip, gzip.length - 6, ~gzip[gzip.length - 6]),
                    DatasetFile.TRAINING_IMAGES))
        .isInstanceOf(DatasetException.class)
        .hasMessage("Cannot read " + path + ": the compressed data are corrupt");
  }

  @Test
  void read_missingFile_saysSo() {
    assertThatThrownBy(() -> IdxFile.read(path, DatasetFile.TRAINING_IMAGES))
        .isInstanceOf(DatasetException.class)
        .hasMessage("Cannot read " + path + ": no such file: " + path);
  }

  private IdxFile read(byte[] bytes, DatasetFile kind) {
    TinyDataset.write(path, bytes);
    return IdxFile.read(path, kind);
  }

  private void assertInvalid(byte[] bytes, DatasetFile kind, String reason) {
    assertThatThrownBy(() -> read(bytes, kind))
        .isInstanceOf(DatasetException.class)
        .hasMessage("Invalid IDX file " + path + ": " + reason);
  }
}
