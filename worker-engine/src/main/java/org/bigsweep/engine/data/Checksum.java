package org.bigsweep.engine.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 in lower-case hexadecimal. */
final class Checksum {
  private Checksum() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /**
   * The checksum of a dataset: SHA-256 over the checksums of its uncompressed files as hexadecimal
   * text without separators.
   *
   * @param files one per {@link DatasetFile}, in its order
   */
  static String ofDataset(List<String> files) {
    if (files.size() != DatasetFile.values().length) {
      throw new IllegalArgumentException("Invalid checksums: " + files + " (must be four)");
    }
    return of(String.join("", files).getBytes(StandardCharsets.US_ASCII));
  }
}
