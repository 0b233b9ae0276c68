package org.bigsweep.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** The lease of a driver that was lost, in a results folder. */
record LeaseFile(Path file) {
  static LeaseFile of(Path results, String sweep) {
    return new LeaseFile(results.resolve("_sweeps").resolve(sweep + ".lease"));
  }

  /**
   * As if its holder had been on another node: nobody here can tell that it has ended. It runs
   * until {@link #expire}, however long it takes until somebody looks.
   */
  void isOfAnotherNode() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("(?m)^machine=.*", "machine=another"));
    renewed(Duration.ofHours(1));
  }

  /** As if nobody had renewed it for an hour. */
  void expire() throws IOException {
    renewed(Duration.ofHours(-1));
  }

  private void renewed(Duration fromNow) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(fromNow)));
  }
}
