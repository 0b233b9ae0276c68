package org.bigsweep.driver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepJobTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir private Path directory;

  @Test
  void temporaryLogs_whereSomebodyLaidALink_areWrittenElsewhere() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    String before = System.setProperty(TEMPORARY, temporary.toString());
    try {
      Path own = SweepJob.temporaryLogs();
      assertThat(own).hasParent(temporary);
      Files.delete(own);
      Files.createSymbolicLink(own, elsewhere);

      Path fresh = SweepJob.temporaryLogs();

      assertThat(fresh).isNotEqualTo(own).isEmptyDirectory();
      assertThat(fresh.toRealPath()).isNotEqualTo(elsewhere.toRealPath());
      Files.delete(fresh);
    } finally {
      System.setProperty(TEMPORARY, before);
    }
  }
}
