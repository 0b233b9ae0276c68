package org.bigsweep.results;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local file system of Hadoop without two habits that cost more than the files themselves. It
 * writes no {@code .crc} file beside each file, since Parquet's pages have checksums of their own.
 * It sets permissions itself, where Hadoop without its native library starts a {@code chmod}
 * process for every new file and directory.
 */
public class LocalDisk extends RawLocalFileSystem {
  /** The local file system with the settings of {@code configuration}. */
  static LocalDisk with(Configuration configuration) throws IOException {
    LocalDisk disk = new LocalDisk();
    disk.initialize(URI.create("file:///"), configuration);
    return disk;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    if (permission.getStickyBit()) {
      super.setPermission(path, permission);
      return;
    }
    try {
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
    } catch (UnsupportedOperationException e) {
      super.setPermission(path, permission);
    }
  }
}
