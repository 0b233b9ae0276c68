package org.bigsweep.results;

import java.util.Collection;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.bigsweep.util.Sha256;

/**
 * The name under which rows are published together: 20 hexadecimal digits of SHA-256 over their
 * sorted ids. So the same work always gets the same name.
 */
public record GroupName(String value) implements Comparable<GroupName> {
  private static final int DIGITS = 20;
  private static final String SUFFIX = ".parquet";

  /** The name of the group with these ids, in whatever order. */
  public static GroupName of(Collection<String> ids) {
    String text = String.join("\n", new TreeSet<>(ids));
    return new GroupName(Sha256.hex(text).substring(0, DIGITS));
  }

  static GroupName of(FileStatus file) {
    return ofFile(file.getPath().getName());
  }

  static GroupName ofFile(String fileName) {
    return new GroupName(fileName.substring(0, fileName.length() - SUFFIX.length()));
  }

  /**
   * This name, checked before a file of another folder gets it.
   *
   * @throws ResultsException if it is not one that a writer gives
   */
  GroupName checked(FileStatus file) {
    if (!TrialId.isOne(value)) {
      throw new ResultsException(
          "Cannot read "
              + ResultsFolder.display(file.getPath())
              + ": its name is not that of a group (must be "
              + TrialId.FORMAT
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
