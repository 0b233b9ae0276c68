package org.bigsweep.results;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** How a file comes to be visible: whole, under its final name, or not at all. */
public interface Publication {
  /**
   * Makes what {@code content} writes the file at {@code target}, in place of one that may be
   * there. When this returns, the file is durable as far as the file system can promise it; when it
   * throws, {@code target} is as it was.
   */
  void publish(Path target, Content content) throws IOException;

  /** What a file is to hold. */
  @FunctionalInterface
  interface Content {
    /** Writes everything to {@code out}, without closing it. */
    void writeTo(FSDataOutputStream out) throws IOException;
  }
}
