package org.bigsweep.driver.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.SideFiles;

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
  public static Path keep(Sweep sweep, ResultsFolder folder) {
    byte[] text = text(sweep.text(), sweep.overrides()).getBytes(StandardCharsets.UTF_8);
    Path plain = new Path(folder.sweeps(), sweep.name() + ".yaml");
    Path hashed = new Path(folder.sweeps(), sweep.name() + "-" + hash(text) + ".yaml");
    SideFiles files = new SideFiles(folder);
    try {
      for (Path path : List.of(plain, hashed)) {
        Optional<byte[]> found = files.read(path);
        if (found.isEmpty()) {
          files.replace(path, text);
          return path;
        }
        if (MessageDigest.isEqual(found.get(), text)) {
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

  private static String hash(byte[] text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, SHORT_HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
