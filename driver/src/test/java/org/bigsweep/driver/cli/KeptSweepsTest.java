package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.store.SeedRoles;
import org.bigsweep.results.ResultsFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSweepsTest {
  @TempDir private Path directory;

  @Test
  void roles_tunedSweep_areItsSeeds() throws IOException {
    Files.createDirectories(directory.resolve("_sweeps"));
    Files.writeString(
        directory.resolve("_sweeps/tuned.yaml"),
        """
        version: 1
        name: tuned
        dataset: synthetic
        grid:
          rule: [BP, DTP]
        seeds: {tune: 0..1, report: 10..11}
        """);
    SeedRoles roles = KeptSweeps.roles(folder());

    assertThat(roles.tune()).containsExactly(0L, 1L);
    assertThat(roles.report()).containsExactly(10L, 11L);
  }

  @Test
  void roles_noSweep_areTheSame() {
    assertThat(KeptSweeps.roles(folder())).isEqualTo(SeedRoles.SAME);
  }

  private ResultsFolder folder() {
    return ResultsFolder.at(directory.toString(), new Configuration());
  }
}
