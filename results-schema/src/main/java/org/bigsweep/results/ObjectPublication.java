package org.bigsweep.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * A publication that puts the whole object under its final key, as suits object stores: nothing is
 * visible before the put is complete, and nothing has to be renamed. If the store supports
 * conditional puts, the first of several writers wins; the others need not care, since their
 * content is the same.
 */
final class ObjectPublication implements Publication {
  private final FileSystem fileSystem;
  private final boolean conditional;

  /**
   * @param conditional whether the store supports puts on the condition that there is no such
   *     object
   */
  ObjectPublication(FileSystem fileSystem, boolean conditional) {
    this.fileSystem = fileSystem;
    this.conditional = conditional;
  }

  @Override
  public void publish(Path target, Content content) throws IOException {
    try {
      put(target, bytes(content), conditional);
    } catch (IOException e) {
      // another writer was first, or the put arrived although its answer was lost
      if (!conditional || !exists(target, e)) {
        throw e;
      }
    }
  }

  @Override
  public void replace(Path target, Content content) throws IOException {
    put(target, bytes(content), false);
  }

  /**
   * The content in memory. If writing it fails, no object has been opened that closing would
   * complete.
   */
  private static byte[] bytes(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FSDataOutputStream out = new FSDataOutputStream(bytes, null)) {
      content.writeTo(out);
    }
    return bytes.toByteArray();
  }

  private void put(Path target, byte[] bytes, boolean ifAbsent) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder =
        fileSystem.createFile(target).overwrite(true).recursive();
    if (ifAbsent) {
      builder.opt(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    }
    FSDataOutputStream out = builder.build();
    try {
      out.write(bytes);
    } catch (IOException | RuntimeException e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort(); // to close it would complete what is there
      }
      throw e;
    }
    out.close();
  }

  private boolean exists(Path target, IOException cause) {
    try {
      return fileSystem.exists(target);
    } catch (IOException e) {
      cause.addSuppressed(e);
      return false;
    }
  }
}
