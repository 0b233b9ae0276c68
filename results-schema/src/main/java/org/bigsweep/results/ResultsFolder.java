package org.bigsweep.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.bigsweep.util.Sha256;

/**
 * A results folder on any file system that Hadoop supports, and the places of all files in it.
 * Names that begin with {@code _} or {@code .} hold no results.
 */
public final class ResultsFolder {
  private static final int HASH_DIGITS = 8;

  /**
   * Hadoop setting: for how long to try again to write a file, such as {@code 5m}; 2 minutes if not
   * set.
   */
  public static final String PATIENCE = "bigsweep.output.patience";

  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

  /** Schemes of stores where a rename is a copy and a put is atomic. */
  private static final Set<String> OBJECT_STORES = Set.of("s3a", "gs");

  private final Path root;
  private final FileSystem fileSystem;
  private final Configuration configuration;

  private ResultsFolder(Path root, FileSystem fileSystem, Configuration configuration) {
    this.root = root;
    this.fileSystem = fileSystem;
    this.configuration = configuration;
  }

  /**
   * The folder at a path or URI such as {@code results} or {@code s3a://lab/mnist}; it need not
   * exist.
   *
   * @throws ResultsException if there is no such file system or it is out of reach
   */
  public static ResultsFolder at(String location, Configuration configuration) {
    try {
      Path path = new Path(location);
      FileSystem fileSystem = path.getFileSystem(configuration);
      if (fileSystem instanceof LocalFileSystem) {
        fileSystem = LocalDisk.with(configuration);
      }
      return new ResultsFolder(fileSystem.makeQualified(path), fileSystem, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw ResultsException.cannot("open results folder " + location, e);
    }
  }

  Path root() {
    return root;
  }

  /** The URI at which {@link #at} opens this folder again. */
  public String location() {
    return root.toString();
  }

  /** Where the folder is on this machine's disk, if it is there. */
  public Optional<java.nio.file.Path> local() {
    return "file".equals(root.toUri().getScheme())
        ? Optional.of(java.nio.file.Path.of(root.toUri().getPath()))
        : Optional.empty();
  }

  public boolean exists() {
    return isDirectory(root);
  }

  /** Whether there is a directory for a table's files. */
  public boolean has(Table<?> table) {
    return isDirectory(directory(table));
  }

  private boolean isDirectory(Path path) {
    try {
      return fileSystem.getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw ResultsException.of("read", this, e);
    }
  }

  /** The URI of the directory of a table's files. */
  public String location(Table<?> table) {
    return directory(table).toString();
  }

  /** The names of the sweep files that were run into this folder, and of their leases, in order. */
  public List<String> sweepFiles() {
    try {
      return new SideFiles(this).names(sweeps());
    } catch (IOException e) {
      throw ResultsException.of("read the sweeps kept in", this, e);
    }
  }

  /** The content of one of {@link #sweepFiles}; empty if there is no such file. */
  public Optional<byte[]> sweepFile(String name) {
    return read(new Path(sweeps(), name));
  }

  /**
   * Keeps a sweep file under a name that ends in {@code .yaml} or, if another content has that
   * name, under one with its hash. Writes nothing if this content is kept already.
   */
  public void keepSweepFile(String name, byte[] content) {
    String hash = Sha256.hex(content).substring(0, HASH_DIGITS);
    for (String each : List.of(name, name.replaceFirst("\\.yaml$", "-" + hash + ".yaml"))) {
      Optional<byte[]> found = sweepFile(each);
      if (found.isEmpty()) {
        replaceSweepFile(each, content);
        return;
      }
      if (Arrays.equals(found.get(), content)) {
        return;
      }
    }
  }

  /** Makes one of {@link #sweepFiles} hold {@code content}, whole or not at all. Tries once. */
  public void replaceSweepFile(String name, byte[] content) {
    try {
      new SideFiles(this).replace(new Path(sweeps(), name), content);
    } catch (IOException e) {
      throw ResultsException.of("write results to", this, e);
    }
  }

  /**
   * A trial's kept parameters; empty if it kept none.
   *
   * @throws ResultsException if {@code trialId} is none
   */
  public Optional<byte[]> keptParameters(String trialId) {
    return read(weights(trialId));
  }

  private Optional<byte[]> read(Path file) {
    try {
      return new SideFiles(this).read(file);
    } catch (IOException e) {
      throw ResultsException.of("read", file, e);
    }
  }

  /** The directory of a table's files. */
  Path directory(Table<?> table) {
    return new Path(root, table.name());
  }

  /** Whether a table has no files. */
  public boolean isEmpty(Table<?> table) {
    return files(table).isEmpty();
  }

  Path file(Table<?> table, GroupName group) {
    return new Path(directory(table), group.fileName());
  }

  /** Files being written. */
  Path temporary() {
    return new Path(root, "_tmp");
  }

  /** State of trials in training. */
  Path checkpoints() {
    return new Path(root, "_checkpoints");
  }

  /** The sweep files that were run into this folder, and their leases. */
  Path sweeps() {
    return new Path(root, "_sweeps");
  }

  /**
   * A trial's kept parameters.
   *
   * @throws ResultsException if {@code trialId} is none
   */
  Path weights(String trialId) {
    return new Path(weights(), TrialId.checked(trialId) + ".npz");
  }

  /** Kept parameters. */
  Path weights() {
    return new Path(root, "weights");
  }

  /** Files that were moved aside because they are damaged or count no more. */
  Path quarantine() {
    return new Path(root, "_quarantine");
  }

  /** The settings that it was opened with; those of a file system that is shared may differ. */
  Configuration configuration() {
    return configuration;
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  /**
   * How this folder's file system makes files visible: by renaming, or on object stores by a single
   * put, conditional where the store can.
   */
  Publication publication() {
    long patience =
        configuration.getTimeDuration(PATIENCE, DEFAULT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return new RetryingPublication(singlePublication(), Duration.ofMillis(patience));
  }

  /** As {@link #publication}, but without retries. */
  Publication singlePublication() {
    boolean conditional = canPutIfAbsent();
    return conditional || OBJECT_STORES.contains(fileSystem.getUri().getScheme())
        ? new ObjectPublication(fileSystem, conditional)
        : new RenamePublication(fileSystem, temporary());
  }

  private boolean canPutIfAbsent() {
    try {
      return fileSystem.hasPathCapability(
          root, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
    } catch (IOException e) {
      throw ResultsException.of("open results folder", this, e);
    }
  }

  /**
   * Bytes of all tables' files.
   *
   * @throws ResultsException if the folder cannot be listed
   */
  public long bytes() {
    return Table.all().stream()
        .flatMap(table -> files(table).stream())
        .mapToLong(FileStatus::getLen)
        .sum();
  }

  /** A table's files in the order of their names; none if the table does not exist. */
  List<FileStatus> files(Table<?> table) {
    Path directory = directory(table);
    try {
      FileStatus[] found =
          fileSystem.listStatus(directory, path -> GroupName.names(path.getName()));
      return Arrays.stream(found)
          .filter(FileStatus::isFile)
          .sorted(Comparator.comparing(status -> status.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw ResultsException.of("list", directory, e);
    }
  }

  /** A path as people write it: without {@code file:}. */
  static String display(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  @Override
  public String toString() {
    return display(root);
  }
}
