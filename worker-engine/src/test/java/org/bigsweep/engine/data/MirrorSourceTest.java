package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bigsweep.util.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorSourceTest {
  private static final DatasetFile IMAGES = DatasetFile.TRAINING_IMAGES;

  @TempDir Path folder;
  private FakeMirror mirror;
  private CacheFolder cache;

  @BeforeEach
  void start() throws IOException {
    mirror = new FakeMirror();
    cache = new CacheFolder(folder, TinyDataset.known());
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  @Test
  void fetch_allFiles_leavesThemUncompressedAndNothingElse() throws IOException {
    fetch();

    assertThat(names())
        .containsExactly(
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte",
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte");
    assertThat(folder.resolve(IMAGES.fileName())).hasBinaryContent(TinyDataset.files().get(IMAGES));
  }

  @Test
  void fetch_someFilesThere_asksOnlyForTheOthers() throws IOException {
    TinyDataset.writeTo(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), new byte[] {1, 2, 3});

    fetch();

    assertThat(mirror.requests())
        .containsExactly("train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_transferBreaksOff_continuesWhereItStopped() throws IOException {
    mirror.breakOff(IMAGES, 2, 10);

    fetch();

    assertThat(mirror.requests())
        .startsWith(
            "train-images-idx3-ubyte.gz",
            "train-images-idx3-ubyte.gz bytes=10-",
            "train-images-idx3-ubyte.gz bytes=20-");
    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_keepsBreakingOff_laterCallContinues() throws IOException {
    mirror.breakOff(IMAGES, 4, 5);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "the transfer of train-images-idx3-ubyte.gz ended after 20 of \\d+ bytes");
    assertThat(names()).singleElement().asString().endsWith(".part");

    fetch();

    assertThat(mirror.requests()).contains("train-images-idx3-ubyte.gz bytes=20-");
    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_serverWithoutRanges_startsAnew() throws IOException {
    mirror.ignoreRanges();
    mirror.breakOff(IMAGES, 1, 10);

    fetch();

    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_fileChangedBetweenTransfers_startsAnew() throws IOException {
    byte[] right = mirror.file(IMAGES);
    mirror.replace(IMAGES, TinyDataset.withByte(right, 20, ~right[20]));
    mirror.breakOff(IMAGES, 4, 10);
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    mirror.replace(IMAGES, right);

    fetch();

    assertThat(mirror.requests())
        .contains("train-images-idx3-ubyte.gz bytes=40-")
        .filteredOn("train-images-idx3-ubyte.gz"::equals)
        .hasSize(2);
    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_partLongerThanFile_startsAnew() throws IOException {
    mirror.breakOff(IMAGES, 4, 10);
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    Files.write(folder.resolve(names().get(0)), new byte[1000]);

    fetch();

    assertThat(cache.missing()).isEmpty();
  }

  @Test
  void fetch_wrongContent_namesBothChecksumsAndKeepsNothing() {
    byte[] others = Idx.encodeLabels(new byte[] {0, 1, 2, 3, 0, 1});
    mirror.replace(DatasetFile.TRAINING_LABELS, TinyDataset.gzip(others));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "train-labels-idx1-ubyte has SHA-256 %s instead of %s"
                .formatted(
                    Sha256.hex(others), TinyDataset.known().sha256(DatasetFile.TRAINING_LABELS)));
    assertThat(names()).containsExactly("train-images-idx3-ubyte");
  }

  @Test
  void fetch_noSuchFile_namesStatusAndAddress() {
    mirror.remove(DatasetFile.TEST_IMAGES);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessage("HTTP 404 for " + mirror.base() + "t10k-images-idx3-ubyte.gz");
    assertThat(mirror.requests()).hasSize(3);
  }

  @Test
  void fetch_nobodyListening_failsWithReason() {
    mirror.close();

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void fetch_anyFile_reportsBytesUpToTotal() throws IOException {
    mirror.breakOff(IMAGES, 1, 10);
    List<Long> bytes = new ArrayList<>();
    List<OptionalLong> totals = new ArrayList<>();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void progressed(String file, long received, OptionalLong total) {
            if (file.equals(IMAGES.compressedName())) {
              bytes.add(received);
              totals.add(total);
            }
          }
        };

    new MirrorSource(mirror.base()).fetch(cache, listener);

    long size = mirror.file(IMAGES).length;
    assertThat(bytes).isSorted().startsWith(10L).endsWith(size);
    assertThat(totals).containsOnly(OptionalLong.of(size));
  }

  private void fetch() throws IOException {
    new MirrorSource(mirror.base()).fetch(cache, FetchListener.NONE);
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
