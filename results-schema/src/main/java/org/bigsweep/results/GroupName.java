package org.bigsweep.results;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;

/**
 * The name under which rows are published together: 20 hexadecimal digits of SHA-256 over their
 * sorted ids, so that the same work always lands on the same name.
 */
public record GroupName(String value) implements Comparable<GroupName> {
  private static final int BYTES = 10;
  private static final String SUFFIX = ".parquet";

  /** The name of the group of what these ids stand for, in whatever order. */
  public static GroupName of(Collection<String> ids) {
    String text = String.join("\n", new TreeSet<>(ids));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new GroupName(HexFormat.of().formatHex(hash, 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static GroupName ofFile(String fileName) {
    return new GroupName(fileName.substring(0, fileName.length() - SUFFIX.length()));
  }

  /**
   * This name, before it is given to a file of another folder.
   *
   * @throws ResultsException if it is not one that a writer gives
   */
  GroupName checked(FileStatus file) {
    if (!TrialId.isOne(value)) {
      throw new ResultsException(
          "Cannot read "
              + ResultsFolder.display(file.getPath())
              + ": its name is not that of a group (must be "
              + TrialId.LAW
              + ")");
    }
    return this;
  }

  static boolean names(String fileName) {
    return fileName.endsWith(SUFFIX) && !fileName.startsWith("_") && !fileName.startsWith(".");
  }

  String fileName() {
    return value + SUFFIX;
  }

  @Override
  public int compareTo(GroupName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
