package org.bigsweep.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files beside a results folder's tables: sweep files, leases, checkpoints, unfinished files.
 */
final class SideFiles {
  private final ResultsFolder folder;
  private final FileSystem fileSystem;

  SideFiles(ResultsFolder folder) {
    this.folder = folder;
    this.fileSystem = folder.fileSystem();
  }

  /** A file's bytes; empty if there is no such file. */
  Optional<byte[]> read(Path file) throws IOException {
    try {
      return readOnce(file);
    } catch (IOException e) {
      return readOnce(file); // an object store refuses to go on with a file that was replaced
    }
  }

  private Optional<byte[]> readOnce(Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes {@code file} hold {@code bytes}, whole or not at all. Tries once. */
  void replace(Path file, byte[] bytes) throws IOException {
    folder.singlePublication().replace(file, out -> out.write(bytes));
  }

  /** Deletes a file that may be gone already. */
  void delete(Path file) throws IOException {
    fileSystem.delete(file, false);
  }

  /** The names of the files right in {@code directory}, in order; none if there is none such. */
  List<String> names(Path directory) throws IOException {
    return list(directory).stream().map(file -> file.getPath().getName()).toList();
  }

  /** The files right in {@code directory} by name; none if there is no such directory. */
  List<FileStatus> list(Path directory) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(directory))
          .filter(FileStatus::isFile)
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** When a file was written last, by the file system's clock; empty if there is no such file. */
  Optional<Instant> written(Path file) throws IOException {
    try {
      return Optional.of(
          Instant.ofEpochMilli(fileSystem.getFileStatus(file).getModificationTime()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The file system's time, which all its users share, unlike their own clocks. It is the
   * modification time of a file that is written for this purpose.
   */
  Instant now() throws IOException {
    Path probe = new Path(folder.temporary(), UUID.randomUUID() + "-clock");
    try {
      try (FSDataOutputStream out = fileSystem.create(probe, true)) {
        out.write(0);
      }
      return written(probe).orElseThrow(() -> new FileNotFoundException(probe + " is gone"));
    } catch (FSError e) {
      // Hadoop's local file system reports a full disk as an Error
      throw new IOException(StorageReason.of(e.getCause()), e);
    } finally {
      fileSystem.delete(probe, false);
    }
  }
}
