package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSweepsTest {
  private static final String TUNED =
      """
      version: 1
      name: tuned
      dataset: synthetic
      grid:
        rule: [BP, DTP]
      seeds: {tune: 0..1, report: 10..11}
      """;

  @TempDir private Path directory;

  @Test
  void roles_tunedSweep_areItsSeeds() {
    KeptSweeps.keep(sweep(TUNED), folder());

    SeedRoles roles = KeptSweeps.roles(folder());

    assertThat(roles.tune()).containsExactly(0L, 1L);
    assertThat(roles.report()).containsExactly(10L, 11L);
  }

  @Test
  void roles_noSweep_areTheSame() {
    assertThat(KeptSweeps.roles(folder())).isEqualTo(SeedRoles.SAME);
  }

  @Test
  void keep_withoutOverrides_keepsTheFileUnchanged() throws IOException {
    KeptSweeps.keep(sweep(TUNED), folder());

    assertThat(directory.resolve("_sweeps/tuned.yaml")).hasContent(TUNED);
    assertThat(Files.readString(directory.resolve("_sweeps/tuned.yaml"))).isEqualTo(TUNED);
  }

  @Test
  void keep_fileWithoutFinalNewline_keepsTheOverridesApart() {
    KeptSweeps.keep(sweep(TUNED.strip(), "depth=3", "epochs=2"), folder());

    assertKept(TUNED, "depth=3", "epochs=2");
  }

  @Test
  void keep_usersCommentThatLooksLikeAnOverride_isNone() {
    String file = TUNED + "# run with --set depth=7\n";
    KeptSweeps.keep(sweep(file), folder());

    assertKept(file);
  }

  @Test
  void keep_whatWasKeptBefore_changesNothing() {
    KeptSweeps.keep(sweep(TUNED, "depth=3"), folder());
    KeptSweeps.keep(KeptSweeps.all(folder()).get(0).sweep(), folder());

    assertKept(TUNED, "depth=3");
  }

  @Test
  void keep_anotherVersion_takesANameOfItsOwn() {
    KeptSweeps.keep(sweep(TUNED), folder());
    KeptSweeps.keep(sweep(TUNED, "depth=3"), folder());

    assertThat(KeptSweeps.all(folder()))
        .hasSize(2)
        .anyMatch(kept -> kept.file().equals("tuned.yaml"))
        .anyMatch(kept -> kept.file().matches("tuned-[0-9a-f]{8}\\.yaml"));
  }

  @Test
  void all_fileOfAnEarlierVersion_hasItsOverrides() throws IOException {
    Files.createDirectories(directory.resolve("_sweeps"));
    Files.writeString(
        directory.resolve("_sweeps/tuned.yaml"), TUNED + "# run with --set depth=3\n");

    assertKept(TUNED, "depth=3");
  }

  private void assertKept(String file, String... overrides) {
    assertThat(KeptSweeps.all(folder()))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.sweep().text()).isEqualTo(file);
              assertThat(kept.sweep().overrides()).containsExactly(overrides);
            });
  }

  private static Sweep sweep(String text, String... overrides) {
    return new SweepReader(ParameterCatalog.standard())
        .parse("tuned.yaml", text, List.of(overrides));
  }

  private ResultsFolder folder() {
    return ResultsFolder.at(directory.toString(), new Configuration());
  }
}
