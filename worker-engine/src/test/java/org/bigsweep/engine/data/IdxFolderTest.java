package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.bigsweep.util.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderTest {
  @TempDir Path folder;

  @Test
  void read_fourFiles_givesDataset() {
    TinyDataset.writeTo(folder);

    Dataset dataset = new IdxFolder(folder).read("my data");

    assertThat(dataset.name()).isEqualTo("my data");
    assertThat(dataset.classes()).isEqualTo(4);
    assertThat(dataset.training().count()).isEqualTo(6);
    assertThat(dataset.training().pixelsPerImage()).isEqualTo(6);
    assertThat(dataset.training().pixels()).isEqualTo(TinyDataset.pixels(6));
    assertThat(dataset.training().labels()).isEqualTo(TinyDataset.TRAINING_LABELS);
    assertThat(dataset.test().pixels()).isEqualTo(TinyDataset.pixels(3));
    assertThat(dataset.test().labels()).isEqualTo(TinyDataset.TEST_LABELS);
  }

  @Test
  void read_anyDataset_checksumIsThatOfTheFourChecksumsInOrder() {
    TinyDataset.writeTo(folder);
    String checksums =
        TinyDataset.files().values().stream().map(Sha256::hex).collect(Collectors.joining());

    assertThat(new IdxFolder(folder).read("tiny").sha256())
        .isEqualTo(Sha256.hex(checksums.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(TinyDataset.known().sha256());
  }

  @Test
  void read_compressedFiles_equalsPlain(@TempDir Path compressed) {
    TinyDataset.writeTo(folder);
    TinyDataset.writeCompressedTo(compressed);

    assertThat(new IdxFolder(compressed).read("tiny"))
        .usingRecursiveComparison()
        .isEqualTo(new IdxFolder(folder).read("tiny"));
  }

  @Test
  void read_missingFile_namesIt() throws IOException {
    TinyDataset.writeTo(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));

    assertRejected(
        "Cannot read dataset %s: no t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz in it"
            .formatted(folder));
  }

  @Test
  void read_fewerLabelsThanImages_namesBothFiles() {
    TinyDataset.writeTo(folder);
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    TinyDataset.write(labels, Idx.encodeLabels(new byte[] {0, 1, 2, 3}));

    assertRejected(
        "Invalid IDX file %s: 4 labels (must be 6, one per image of %s)"
            .formatted(labels, folder.resolve("train-images-idx3-ubyte")));
  }

  @Test
  void read_labelBeyondByteRange_namesImage() {
    TinyDataset.writeTo(folder);
    Path labels = folder.resolve("train-labels-idx1-ubyte");
    TinyDataset.write(labels, Idx.encodeLabels(new byte[] {0, 1, (byte) 200, 3, 0, 1}));

    assertRejected(
        "Invalid IDX file %s: label 200 of image 2 (must be 0 to 127)".formatted(labels));
  }

  @Test
  void read_testLabelThatTrainingLacks_namesImage() {
    TinyDataset.writeTo(folder);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte");
    TinyDataset.write(labels, Idx.encodeLabels(new byte[] {0, 4, 1}));

    assertRejected("Invalid IDX file %s: label 4 of image 1 (must be 0 to 3)".formatted(labels));
  }

  @Test
  void read_oneClass_isInvalid() {
    TinyDataset.writeTo(folder);
    TinyDataset.write(folder.resolve("train-labels-idx1-ubyte"), Idx.encodeLabels(new byte[6]));

    assertRejected(
        "Invalid dataset %s: 1 class (must be at least 2 in the training labels)"
            .formatted(folder));
  }

  @Test
  void read_testImagesOfAnotherShape_namesBothShapes() {
    TinyDataset.writeTo(folder);
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    TinyDataset.write(images, Idx.encodeImages(3, 3, 2, TinyDataset.pixels(3)));

    assertRejected(
        "Invalid IDX file %s: images of 3 × 2 pixels (must be 2 × 3 as in %s)"
            .formatted(images, folder.resolve("train-images-idx3-ubyte")));
  }

  @Test
  void read_publishedButDifferent_namesBothChecksums() {
    TinyDataset.writeTo(folder);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte");
    byte[] others = Idx.encodeLabels(new byte[] {0, 3, 1});
    TinyDataset.write(labels, others);
    PublishedDataset known = TinyDataset.known();

    assertThatThrownBy(() -> new IdxFolder(folder).read(known))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "Invalid tiny file %s: SHA-256 %s (must be %s)"
                .formatted(labels, Sha256.hex(others), known.sha256(DatasetFile.TEST_LABELS)));
  }

  private void assertRejected(String message) {
    assertThatThrownBy(() -> new IdxFolder(folder).read("tiny"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(message);
  }
}
