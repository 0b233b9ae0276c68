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

  /** As if its holder had been on another node: nobody here can tell that it has ended. */
  void isOfAnotherNode() throws IOException {
    FileTime renewed = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("(?m)^machine=.*", "machine=another"));
    Files.setLastModifiedTime(file, renewed);
  }

  /** As if nobody had renewed it for an hour. */
  void expire() throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }
}
