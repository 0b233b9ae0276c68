package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCacheTest {
  @TempDir Path root;
  private final Recorder recorder = new Recorder();

  @Test
  void standardRoot_explicitVariable_wins() {
    assertThat(root(Map.of("BIGSWEEP_CACHE", "/b", "XDG_CACHE_HOME", "/x"))).hasToString("/b");
  }

  @Test
  void standardRoot_xdgVariable_isSecond() {
    assertThat(root(Map.of("XDG_CACHE_HOME", "/x"))).hasToString("/x/bigsweep");
  }

  @Test
  void standardRoot_noUsableVariable_isInHome() {
    assertThat(root(Map.of("BIGSWEEP_CACHE", " ", "XDG_CACHE_HOME", "relative")))
        .hasToString("/home/me/.cache/bigsweep");
  }

  @Test
  void load_cachedDataset_asksNoSource() {
    TinyDataset.writeTo(root.resolve("tiny"));

    Dataset dataset = load(new Failing("never"));

    assertThat(dataset.training().labels()).isEqualTo(TinyDataset.TRAINING_LABELS);
    assertThat(recorder.events).isEmpty();
  }

  @Test
  void load_filesPutThereByHandCompressed_areUsed() {
    TinyDataset.writeCompressedTo(root.resolve("tiny"));

    assertThat(load().sha256()).isEqualTo(TinyDataset.known().sha256());
  }

  @Test
  void load_firstSourceFails_nextIsUsed(@TempDir Path folder) {
    TinyDataset.writeCompressedTo(folder);

    load(new Failing("first"), new FolderSource(folder), new Failing("never"));

    assertThat(recorder.events)
        .containsExactly(
            "started first",
            "failed first: it is out of order",
            "started folder " + folder,
            "fetched folder " + folder);
    assertThat(root.resolve("tiny/train-images-idx3-ubyte")).exists();
  }

  @Test
  void load_corruptCache_isReportedAndFetchedAnew(@TempDir Path folder) {
    TinyDataset.writeTo(folder);
    TinyDataset.writeTo(root.resolve("tiny"));
    Path labels = root.resolve("tiny/train-labels-idx1-ubyte");
    TinyDataset.write(labels, new byte[] {0, 0, 8, 1, 0});

    Dataset dataset = load(new FolderSource(folder));

    assertThat(dataset.sha256()).isEqualTo(TinyDataset.known().sha256());
    assertThat(recorder.events.get(0))
        .startsWith("failed cache " + root.resolve("tiny") + ": Invalid IDX file " + labels);
    assertThat(labels).hasBinaryContent(Idx.encodeLabels(TinyDataset.TRAINING_LABELS));
  }

  @Test
  void load_nothingWorks_saysWhatWasTriedAndWhatToDo(@TempDir Path folder) {
    assertThatThrownBy(() -> load(new Failing("first"), new FolderSource(folder.resolve("absent"))))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            ("Cannot fetch tiny: tried cache %1$s (does not hold all files); first (it is out of"
                    + " order); folder %2$s (there is no such folder); put train-images-idx3-ubyte,"
                    + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte,"
                    + " plain or with .gz, into %1$s by hand, or name the folder that holds them")
                .formatted(root.resolve("tiny"), folder.resolve("absent")));
  }

  @Test
  void load_cacheIsAFile_saysSo() throws IOException {
    Path file = Files.createFile(root.resolve("file"));

    assertThatThrownBy(() -> new DatasetCache(file).load(TinyDataset.known(), FetchListener.NONE))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("Cannot write dataset cache " + file.resolve("tiny") + ": ");
  }

  @Test
  void load_leftoversOfKilledProcess_areSwept(@TempDir Path folder) throws IOException {
    TinyDataset.writeTo(folder);
    Path leftover = root.resolve("tiny/train-images-idx3-ubyte.0.tmp");
    TinyDataset.write(leftover, new byte[100]);

    load(new FolderSource(folder));

    assertThat(leftover).doesNotExist();
  }

  @Test
  void load_manyThreads_fetchOnce(@TempDir Path folder) throws Exception {
    TinyDataset.writeTo(folder);
    AtomicInteger fetches = new AtomicInteger();
    PublishedDataset known = TinyDataset.known(new Counting(new FolderSource(folder), fetches));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Dataset>> loads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        loads.add(threads.submit(() -> new DatasetCache(root).load(known, FetchListener.NONE)));
      }
      for (Future<Dataset> load : loads) {
        assertThat(load.get().sha256()).isEqualTo(known.sha256());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void load_twoProcesses_fetchOnce() throws Exception {
    try (FakeMirror mirror = new FakeMirror()) {
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        processes.add(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    FetchingProcess.class.getName(),
                    root.toString(),
                    mirror.base().toString())
                .inheritIO()
                .start());
      }
      for (Process process : processes) {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
      assertThat(mirror.requests()).hasSize(4).doesNotHaveDuplicates();
    }
  }

  private Dataset load(DataSource... sources) {
    return new DatasetCache(root).load(TinyDataset.known(sources), recorder);
  }

  private static Path root(Map<String, String> environment) {
    return DatasetCache.standardRoot(environment, Path.of("/home/me"));
  }

  private record Failing(String name) implements DataSource {
    @Override
    public void fetch(CacheFolder cache, FetchListener listener) throws IOException {
      throw new IOException("it is out of order");
    }
  }

  private record Counting(DataSource source, AtomicInteger fetches) implements DataSource {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public void fetch(CacheFolder cache, FetchListener listener) throws IOException {
      fetches.incrementAndGet();
      source.fetch(cache, listener);
    }
  }

  private static final class Recorder implements FetchListener {
    final List<String> events = new ArrayList<>();

    @Override
    public void sourceStarted(String dataset, String source) {
      events.add("started " + source);
    }

    @Override
    public void sourceFailed(String dataset, String source, String reason) {
      events.add("failed " + source + ": " + reason);
    }

    @Override
    public void fetched(String dataset, String source) {
      events.add("fetched " + source);
    }
  }
}
