package org.bigsweep.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cache of published datasets on this machine. Each dataset has a folder of its name and is
 * fetched when it is missing. Any number of processes may share it.
 */
final class DatasetCache {
  private final Path root;

  DatasetCache(Path root) {
    this.root = root;
  }

  /**
   * {@code $BIGSWEEP_CACHE}, else {@code $XDG_CACHE_HOME/bigsweep}, else {@code ~/.cache/bigsweep}.
   */
  static Path standardRoot(Map<String, String> environment, Path home) {
    return variable(environment, "BIGSWEEP_CACHE")
        .or(
            () ->
                variable(environment, "XDG_CACHE_HOME")
                    .filter(Path::isAbsolute)
                    .map(cache -> cache.resolve("bigsweep")))
        .orElseGet(() -> home.resolve(".cache").resolve("bigsweep"));
  }

  Path folder(PublishedDataset dataset) {
    return root.resolve(dataset.name());
  }

  boolean holds(PublishedDataset dataset) {
    return new IdxFolder(folder(dataset)).isComplete();
  }

  /**
   * @throws DatasetException if it is not here and no source has it
   */
  Dataset load(PublishedDataset dataset, FetchListener listener) {
    CacheFolder folder = new CacheFolder(folder(dataset), dataset);
    List<String> failures = new ArrayList<>();
    try {
      Optional<Dataset> cached = folder.read();
      if (cached.isPresent()) {
        return cached.get();
      }
      failures.add("cache " + folder.path() + " (does not hold all files)");
    } catch (DatasetException e) {
      failures.add("cache " + folder.path() + " (" + e.getMessage() + ")");
      listener.sourceFailed(dataset.name(), "cache " + folder.path(), e.getMessage());
    }
    try {
      Files.createDirectories(folder.path());
      return CacheLock.holding(
          root.resolve(dataset.name() + ".lock"), () -> fetch(dataset, folder, failures, listener));
    } catch (IOException e) {
      throw new DatasetException(
          "Cannot write dataset cache " + folder.path() + ": " + DatasetReason.of(e), e);
    }
  }

  private static Dataset fetch(
      PublishedDataset dataset, CacheFolder folder, List<String> failures, FetchListener listener)
      throws IOException {
    if (folder.missing().isEmpty()) {
      return folder.read().orElseThrow();
    }
    folder.sweep();
    for (DataSource source : dataset.sources()) {
      listener.sourceStarted(dataset.name(), source.name());
      try {
        source.fetch(folder, listener);
        Dataset fetched = folder.read().orElseThrow();
        listener.fetched(dataset.name(), source.name());
        return fetched;
      } catch (IOException | DatasetException e) {
        String reason = DatasetReason.of(e);
        failures.add(source.name() + " (" + reason + ")");
        listener.sourceFailed(dataset.name(), source.name(), reason);
      }
    }
    throw new DatasetException(
        "Cannot fetch %s: tried %s; put %s, plain or with .gz, into %s by hand, or name the folder that holds them"
            .formatted(
                dataset.name(),
                String.join("; ", failures),
                DatasetFile.allNames(),
                folder.path()));
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}
