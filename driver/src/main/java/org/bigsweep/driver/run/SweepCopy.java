package org.bigsweep.driver.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.results.ResultsFolder;

/** Keeps a sweep file beside the results it led to. */
public final class SweepCopy {
  private static final int SHORT_HASH = 4;

  private SweepCopy() {}

  /**
   * Writes the sweep's text and overrides to {@code _sweeps/NAME.yaml}, or, where another version
   * of it stands, under a name with its hash. Writes nothing if it is there already.
   *
   * @throws OutputException if it cannot be written
   */
  public static Path keep(Sweep sweep, ResultsFolder folder, Configuration configuration) {
    byte[] text = text(sweep.text(), sweep.overrides()).getBytes(StandardCharsets.UTF_8);
    Path plain = new Path(folder.sweeps(), sweep.name() + ".yaml");
    Path hashed = new Path(folder.sweeps(), sweep.name() + "-" + hash(text) + ".yaml");
    try {
      FileSystem files = plain.getFileSystem(configuration);
      files.setWriteChecksum(false);
      for (Path path : List.of(plain, hashed)) {
        if (!files.exists(path)) {
          try (OutputStream out = files.create(path, false)) {
            out.write(text);
          }
          return path;
        }
        if (MessageDigest.isEqual(read(files, path), text)) {
          return path;
        }
      }
      return hashed;
    } catch (IOException e) {
      throw new OutputException(folder, e);
    }
  }

  private static String text(String file, List<String> overrides) {
    StringBuilder text = new StringBuilder(file);
    overrides.forEach(o -> text.append("# run with --set ").append(o).append('\n'));
    return text.toString();
  }

  private static byte[] read(FileSystem files, Path path) throws IOException {
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    } catch (FileNotFoundException e) {
      return new byte[0];
    }
  }

  private static String hash(byte[] text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, SHORT_HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
