package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by every schema version stay readable; broken ones are named in one sentence. */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path directory;

  static List<PausedEpoch> paused() {
    return SampleRows.paused("00c0ffee00c0ffee0003");
  }

  static List<Decision> decisions() {
    return SampleRows.decisions("00c0ffee00c0ffee0001", "00c0ffee00c0ffee0003");
  }

  /** What the golden files of every version hold. */
  static GroupRows rows() {
    return SampleRows.group("00c0ffee00c0ffee0001", "00c0ffee00c0ffee0002");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void read_anyVersion_givesWhatWasWritten(int version) {
    ResultsReader reader = reader(version);

    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(rows().trials());
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(rows().epochs());
    assertThat(reader.read(Table.LAYERS)).containsExactlyElementsOf(layers(version));
    assertThat(reader.read(Table.ATTEMPTS)).containsExactlyElementsOf(rows().attempts());
  }

  private static List<Layer> layers(int version) {
    return version >= 4
        ? rows().layers()
        : rows().layers().stream()
            .map(row -> Layer.newBuilder(row).clearLossDecrease().build())
            .toList();
  }

  @Test
  void read_version2_givesPausedEpochsAndDecisionsWithoutReasons() {
    List<Decision> decisions =
        decisions().stream().map(d -> Decision.newBuilder(d).clearReason().build()).toList();

    assertThat(reader(2).read(Table.PAUSED)).containsExactlyElementsOf(paused());
    assertThat(reader(2).read(Table.DECISIONS)).containsExactlyElementsOf(decisions);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void read_sinceVersion3_givesReasonsOfDecisions(int version) {
    assertThat(reader(version).read(Table.PAUSED)).containsExactlyElementsOf(paused());
    assertThat(reader(version).read(Table.DECISIONS)).containsExactlyElementsOf(decisions());
  }

  @Test
  void read_version1_hasNoneOfThem() {
    assertThat(reader(1).read(Table.PAUSED)).isEmpty();
    assertThat(reader(1).read(Table.DECISIONS)).isEmpty();
  }

  private static ResultsReader reader(int version) {
    return new ResultsReader(
        ResultsFolder.at(GOLDEN.resolve("v" + version).toString(), new Configuration()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty            | it is empty
          text             | it is not a Parquet file
          truncated        | it is cut short: its footer is missing
          no-footer        | it is cut short: its footer is missing
          damaged-footer   | its footer is damaged
          damaged-data     | its data are damaged
          epochs-as-trials | it is of another kind: it has no column state
          wrong-type       | it is of another kind: its column trial_id is not string
          """)
  void read_brokenFile_namesItAndTheReason(String name, String reason) throws IOException {
    Path file = directory.resolve("trials").resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    Files.copy(GOLDEN.resolve("broken").resolve(name + ".parquet"), file);
    ResultsReader reader =
        new ResultsReader(ResultsFolder.at(directory.toString(), new Configuration()));

    assertThatThrownBy(reader::states)
        .isInstanceOf(ResultsException.class)
        .hasMessage("Cannot read " + file + ": " + reason);
  }
}
