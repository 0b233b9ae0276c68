package org.bigsweep.engine.data;

import java.util.List;
import org.bigsweep.util.Sha256;

/** The checksum of a dataset. */
final class Checksum {
  private Checksum() {}

  /**
   * SHA-256 over the checksums of the dataset's uncompressed files as hexadecimal text without
   * separators.
   *
   * @param files one per {@link DatasetFile}, in its order
   */
  static String ofDataset(List<String> files) {
    if (files.size() != DatasetFile.values().length) {
      throw new IllegalArgumentException("Invalid checksums: " + files + " (must be four)");
    }
    return Sha256.hex(String.join("", files));
  }
}
