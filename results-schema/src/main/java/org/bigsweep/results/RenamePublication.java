package org.bigsweep.results;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A publication that writes to a temporary file under a unique name and renames it, which is atomic
 * on POSIX file systems and HDFS. A writer that is killed leaves its file in the temporary
 * directory and nothing elsewhere. The last of several writers wins.
 */
final class RenamePublication implements Publication {
  private final FileSystem fileSystem;
  private final Path temporary;

  RenamePublication(FileSystem fileSystem, Path temporary) {
    this.fileSystem = fileSystem;
    this.temporary = temporary;
  }

  @Override
  public void publish(Path target, Content content) throws IOException {
    replace(target, content);
  }

  @Override
  public void replace(Path target, Content content) throws IOException {
    Path aside = new Path(temporary, UUID.randomUUID() + "-" + target.getName());
    try {
      write(aside, content);
      fileSystem.mkdirs(target.getParent());
      rename(aside, target);
    } catch (IOException | RuntimeException e) {
      discard(aside, e);
      throw e;
    }
  }

  private void write(Path aside, Content content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(aside, false)) {
      content.writeTo(out);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync(); // a rename must not outlive the bytes it names
      }
    } catch (FSError e) {
      // Hadoop's local file system reports a full disk as an Error
      throw new IOException(StorageReason.of(e.getCause()), e);
    }
  }

  private void rename(Path aside, Path target) throws IOException {
    if (fileSystem.rename(aside, target)) {
      return;
    }
    // HDFS refuses to rename onto an existing file unless told to, which only FileContext can
    FileContext.getFileContext(target.toUri(), fileSystem.getConf())
        .rename(aside, target, Options.Rename.OVERWRITE);
  }

  private void discard(Path aside, Exception cause) {
    try {
      fileSystem.delete(aside, false);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
