package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files written by every schema version stay readable; broken ones are named in one sentence. */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path directory;

  /** What the golden files of version 1 hold. */
  static GroupRows rows() {
    return SampleRows.group("00c0ffee00c0ffee0001", "00c0ffee00c0ffee0002");
  }

  @Test
  void read_version1_givesWhatWasWritten() {
    ResultsReader reader =
        new ResultsReader(ResultsFolder.at(GOLDEN.resolve("v1").toString(), new Configuration()));

    assertThat(reader.read(Table.TRIALS)).containsExactlyElementsOf(rows().trials());
    assertThat(reader.read(Table.EPOCHS)).containsExactlyElementsOf(rows().epochs());
    assertThat(reader.read(Table.LAYERS)).containsExactlyElementsOf(rows().layers());
    assertThat(reader.read(Table.ATTEMPTS)).containsExactlyElementsOf(rows().attempts());
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
