package org.bigsweep.results.testing;

/**
 * One operation on a {@link FaultyFileSystem}.
 *
 * @param path of the file below the file system's root; of a rename, its target
 */
public record Operation(Kind kind, String path) {
  /**
   * What is done; the bytes of a file reach the disk half in WRITE and half in CLOSE. SYNC is told
   * of a file right before these if all its bytes were forced to the disk.
   */
  public enum Kind {
    CREATE,
    WRITE,
    CLOSE,
    RENAME,
    DELETE,
    MKDIRS,
    OPEN,
    LIST,
    STATUS,
    SYNC;

    /** Whether it changes what is stored. */
    public boolean changes() {
      return compareTo(MKDIRS) <= 0;
    }
  }

  @Override
  public String toString() {
    return kind + " " + path;
  }
}
