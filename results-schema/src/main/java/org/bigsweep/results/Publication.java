package org.bigsweep.results;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** A way to make a file visible: whole, under its final name, or not at all. */
interface Publication {
  /**
   * Makes {@code target} a file that holds what {@code content} writes, or leaves the one that is
   * there already: for content that is the same whoever writes it. When this returns, the file is
   * durable as far as the file system can promise it; when it throws, {@code target} is as it was.
   */
  void publish(Path target, Content content) throws IOException;

  /** Makes {@code target} a file that holds what {@code content} writes, whatever was there. */
  void replace(Path target, Content content) throws IOException;

  /** The content of a file. It may be asked for more than once. */
  @FunctionalInterface
  interface Content {
    /** Writes everything to {@code out}, without closing it. */
    void writeTo(FSDataOutputStream out) throws IOException;
  }
}
