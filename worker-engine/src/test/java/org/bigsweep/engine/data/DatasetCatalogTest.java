package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.bigsweep.engine.param.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCatalogTest {
  @TempDir Path cache;
  @TempDir Path folder;

  @Test
  void names_standard_areThoseThatNeedNoFolder() {
    assertThat(DatasetCatalog.standard().names())
        .containsExactly("mnist", "fashion-mnist", "synthetic");
  }

  @Test
  void sha256_published_isKnownWithoutFiles() {
    assertThat(PublishedDataset.MNIST.sha256())
        .isEqualTo("c65580678af93f1ea48c2c0d01d543ec89307c6b8a0eb7ca542d7c18c5f4c681");
    assertThat(PublishedDataset.FASHION_MNIST.sha256())
        .isEqualTo("d1fd84a877f3b78fa9a171b3de73f93e7b6f69ed94bada3feae9d96821401f5c");
  }

  @Test
  void load_folder_readsIt() {
    TinyDataset.writeTo(folder);

    Dataset dataset = catalog().load(folder.toString(), FetchListener.NONE);

    assertThat(dataset.name()).isEqualTo(folder.toString());
    assertThat(dataset.sha256()).isEqualTo(TinyDataset.known().sha256());
  }

  @Test
  void load_synthetic_needsNothing() {
    assertThat(catalog().load("synthetic", FetchListener.NONE).training().count()).isEqualTo(2_000);
    assertThat(catalog().isPresent("synthetic")).isTrue();
  }

  @Test
  void load_mistypedName_suggestsNearest() {
    assertThatThrownBy(() -> DatasetCatalog.standard().load("fashon-mnist", FetchListener.NONE))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "Invalid dataset: fashon-mnist (must be mnist, fashion-mnist, synthetic, or a folder"
                + " with an IDX dataset); did you mean fashion-mnist?");
  }

  @Test
  void load_missingFolder_isRejectedWithoutSuggestion() {
    String absent = folder.resolve("absent").toString();

    assertThatThrownBy(() -> catalog().load(absent, FetchListener.NONE))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "Invalid dataset: "
                + absent
                + " (must be tiny, synthetic, or a folder with an IDX dataset)");
  }

  @Test
  void loadFrom_folderOfPublishedFiles_givesThePublishedDataset() {
    TinyDataset.writeCompressedTo(folder);

    assertThat(catalog().loadFrom("tiny", folder).name()).isEqualTo("tiny");
    assertThat(catalog().isPresent("tiny")).isFalse();
  }

  @Test
  void loadFrom_otherFiles_isRejected() {
    TinyDataset.writeTo(folder);

    assertThatThrownBy(() -> DatasetCatalog.standard().loadFrom("mnist", folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            "Invalid mnist file " + folder.resolve("train-images-idx3-ubyte") + ": SHA-256 ");
  }

  @Test
  void isPresent_filledCache_isTrue() {
    assertThat(catalog().isPresent("tiny")).isFalse();
    TinyDataset.writeTo(catalog().cacheFolder("tiny").orElseThrow());

    assertThat(catalog().isPresent("tiny")).isTrue();
    assertThat(catalog().cacheFolder("synthetic")).isEmpty();
  }

  private DatasetCatalog catalog() {
    return new DatasetCatalog(new DatasetCache(cache), List.of(TinyDataset.known()));
  }
}
