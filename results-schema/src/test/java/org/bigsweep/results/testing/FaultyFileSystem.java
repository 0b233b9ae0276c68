package org.bigsweep.results.testing;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.bigsweep.results.LocalDisk;

/**
 * The local disk, on which operations fail, stall or end the process as a test wishes. {@code
 * faulty://NAME/path} has the faults set for NAME. With {@link #OBJECTS} set, it behaves like an
 * object store: a file is there when its writer closes it, whole, and may be put on the condition
 * that there is none.
 */
public final class FaultyFileSystem extends LocalDisk {
  /** Hadoop setting: whether to behave like an object store. */
  public static final String OBJECTS = "faulty.objects";

  private static final String SCHEME = "faulty";
  private static final Map<String, Faults> FAULTS = new ConcurrentHashMap<>();

  /** Null while the superclass is being made. */
  private URI uri;

  /** A configuration that knows this file system. */
  public static Configuration configuration(boolean objects) {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.faulty.impl", FaultyFileSystem.class, RawLocalFileSystem.class);
    configuration.setBoolean("fs.faulty.impl.disable.cache", true);
    configuration.setBoolean(OBJECTS, objects);
    return configuration;
  }

  /** The location of a local directory on the file system called {@code name}. */
  public static String location(String name, java.nio.file.Path directory) {
    return SCHEME + "://" + name + directory.toAbsolutePath();
  }

  /** Sets what goes wrong from now on. */
  public static void set(String name, Faults faults) {
    FAULTS.put(name, faults);
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    uri = URI.create(SCHEME + "://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri == null ? super.getUri() : uri;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  private boolean objects() {
    return getConf().getBoolean(OBJECTS, false);
  }

  private Faults faults() {
    return FAULTS.getOrDefault(String.valueOf(uri.getAuthority()), Faults.NONE);
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T doing(Operation.Kind kind, Path path, Action<T> action) throws IOException {
    Operation operation = new Operation(kind, path.toUri().getPath());
    faults().before(operation);
    T result = action.run();
    faults().after(operation);
    return result;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
        ? objects()
        : super.hasPathCapability(path, capability);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return doing(Operation.Kind.OPEN, path, () -> super.open(path, bufferSize));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return doing(Operation.Kind.LIST, path, () -> super.listStatus(path));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    FileStatus status = doing(Operation.Kind.STATUS, path, () -> super.getFileStatus(path));
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        status.getReplication(),
        status.getBlockSize(),
        status.getModificationTime() + faults().clockOffset().toMillis(),
        status.getPath());
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (pathToFile(path).isDirectory()) {
      return true;
    }
    return doing(Operation.Kind.MKDIRS, path, () -> super.mkdirs(path));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (!pathToFile(path).exists()) {
      return false;
    }
    return doing(Operation.Kind.DELETE, path, () -> super.delete(path, recursive));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return doing(Operation.Kind.RENAME, to, () -> super.rename(from, to));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return stream(path, overwrite, false);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return stream(path, overwrite, false);
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
    return new Builder(path);
  }

  private FSDataOutputStream stream(Path path, boolean overwrite, boolean ifAbsent)
      throws IOException {
    if (!overwrite && pathToFile(path).exists()) {
      throw new FileAlreadyExistsException(path + " exists");
    }
    java.nio.file.Path file = pathToFile(path).toPath();
    if (objects()) {
      return new FSDataOutputStream(new ObjectBytes(path, file, ifAbsent), null);
    }
    doing(Operation.Kind.CREATE, path, () -> Files.write(parented(file), new byte[0]));
    return new FSDataOutputStream(new FileBytes(path, file), null);
  }

  private java.nio.file.Path parented(java.nio.file.Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return file;
  }

  private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    Builder(Path path) {
      super(FaultyFileSystem.this, path);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      boolean ifAbsent =
          getOptions()
              .getBoolean(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, false);
      return stream(getPath(), true, ifAbsent && objects());
    }
  }

  /** Bytes that reach the disk in two halves. */
  private final class FileBytes extends ByteArrayOutputStream
      implements Syncable, StreamCapabilities {
    private final Path path;
    private final java.nio.file.Path file;
    private int synchronised;
    private boolean closed;

    FileBytes(Path path, java.nio.file.Path file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.HSYNC);
    }

    @Override
    public void hflush() {
      // nobody reads what is not closed
    }

    @Override
    public void hsync() {
      synchronised = size();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      byte[] bytes = toByteArray();
      if (synchronised == bytes.length) {
        doing(Operation.Kind.SYNC, path, () -> null);
      }
      byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
      doing(Operation.Kind.WRITE, path, () -> Files.write(existing(), half));
      doing(Operation.Kind.CLOSE, path, () -> Files.write(existing(), bytes));
    }

    private java.nio.file.Path existing() throws FileNotFoundException {
      if (!Files.exists(file)) {
        throw new FileNotFoundException(path + " is gone");
      }
      return file;
    }
  }

  /** Bytes that become an object at once, when closed. */
  private final class ObjectBytes extends ByteArrayOutputStream {
    private final Path path;
    private final java.nio.file.Path file;
    private final boolean ifAbsent;
    private boolean closed;

    ObjectBytes(Path path, java.nio.file.Path file, boolean ifAbsent) {
      this.path = path;
      this.file = file;
      this.ifAbsent = ifAbsent;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      doing(
          Operation.Kind.CLOSE,
          path,
          () -> {
            java.nio.file.Path upload =
                Files.write(
                    Files.createTempDirectory("upload").resolve(UUID.randomUUID().toString()),
                    toByteArray());
            try {
              put(upload);
            } finally {
              Files.deleteIfExists(upload);
              Files.delete(upload.getParent());
            }
            return file;
          });
    }

    private void put(java.nio.file.Path upload) throws IOException {
      parented(file);
      if (!ifAbsent) {
        Files.move(upload, file, StandardCopyOption.ATOMIC_MOVE);
        return;
      }
      try {
        Files.createLink(file, upload);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        throw new PathIOException(path.toString(), "precondition failed: 412");
      }
    }
  }
}
