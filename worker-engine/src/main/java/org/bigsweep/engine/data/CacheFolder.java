package org.bigsweep.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bigsweep.util.Sha256;

/**
 * The folder of one published dataset in the cache. Files appear in it whole and checked, by an
 * atomic rename, so readers need no lock; writers hold a {@link CacheLock}.
 */
final class CacheFolder {
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final PublishedDataset dataset;

  CacheFolder(Path folder, PublishedDataset dataset) {
    this.folder = folder;
    this.dataset = dataset;
  }

  Path path() {
    return folder;
  }

  /** The files that are not there, or not as published. */
  List<DatasetFile> missing() {
    return Arrays.stream(DatasetFile.values()).filter(f -> !isSound(f)).toList();
  }

  /** Where an interrupted transfer is kept until it is continued. */
  Path partial(String transfer) {
    return folder.resolve(transfer + ".part");
  }

  /**
   * Takes in a file, plain or gzip, if it is the published one.
   *
   * @param content read to its end, not closed
   * @throws DatasetException if it is another
   */
  void accept(DatasetFile file, InputStream content) throws IOException {
    Path temporary = folder.resolve(file.fileName() + "." + UUID.randomUUID() + TEMPORARY);
    MessageDigest digest = Sha256.digest();
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        new BoundedInputStream(Uncompressed.of(content), BoundedInputStream.MOST)
            .transferTo(new DigestOutputStream(out, digest));
      }
      String found = Sha256.hex(digest);
      if (!found.equals(dataset.sha256(file))) {
        throw new DatasetException(
            file.fileName() + " has SHA-256 " + found + " instead of " + dataset.sha256(file));
      }
      Files.move(temporary, folder.resolve(file.fileName()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes what killed writers left; call only under the lock. */
  void sweep() throws IOException {
    List<Path> stale = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
      entries.forEach(stale::add);
    }
    for (Path path : stale) {
      Files.deleteIfExists(path);
    }
  }

  /** The dataset, if all its files are here; what is wrong with them is a reason to fetch anew. */
  Optional<Dataset> read() {
    IdxFolder files = new IdxFolder(folder);
    return files.isComplete() ? Optional.of(files.read(dataset)) : Optional.empty();
  }

  private boolean isSound(DatasetFile file) {
    return new IdxFolder(folder).find(file).filter(path -> isSound(path, file)).isPresent();
  }

  private boolean isSound(Path path, DatasetFile file) {
    try {
      return IdxFile.read(path, file).sha256().equals(dataset.sha256(file));
    } catch (DatasetException e) {
      return false;
    }
  }
}
