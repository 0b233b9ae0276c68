package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a folder's files may be read as they are. */
class PlainResultsTest {
  private static final int MANY = 100;

  @TempDir private Path directory;
  private ResultsFolder folder;
  private ResultsWriter writer;
  private ResultsReader reader;

  @BeforeEach
  void open() {
    folder = ResultsFolder.at(directory.toString(), new Configuration());
    writer = new ResultsWriter(folder);
    reader = new ResultsReader(folder);
  }

  private void publish() {
    writer.publish(SampleRows.group("a", "b"));
    writer.publish(SampleRows.group("c"));
  }

  @Test
  void isPlain_noResults_isTrue() {
    assertThat(reader.isPlain(MANY)).isTrue();
  }

  @Test
  void isPlain_everyTrialOnce_isTrue() {
    publish();
    assertThat(reader.isPlain(MANY)).isTrue();
  }

  @Test
  void isPlain_trialInTwoGroups_isFalse() {
    publish();
    writer.publish(SampleRows.group("c", "d"));
    assertThat(reader.isPlain(MANY)).isFalse();
  }

  @Test
  void isPlain_failedTrialTrainedAgain_isFalse() {
    writer.publish(SampleRows.group(TrialState.FAILED, "a"));
    writer.publish(SampleRows.group("a"));
    assertThat(reader.isPlain(MANY)).isFalse();
  }

  @Test
  void isPlain_groupThatWasNeverCommitted_isFalse() throws IOException {
    publish();
    try (Stream<Path> markers = Files.list(directory.resolve("trials"))) {
      Files.delete(markers.filter(file -> file.toString().endsWith(".parquet")).findFirst().get());
    }
    assertThat(reader.isPlain(MANY)).isFalse();
  }

  @Test
  void isPlain_afterCompaction_isTrue() {
    publish();
    writer.publish(SampleRows.group("c", "d"));
    new Compaction(folder, Compaction.TARGET).run(Duration.ZERO);
    assertThat(reader.isPlain(MANY)).isTrue();
  }

  @Test
  void isPlain_moreFilesThanAllowed_isFalse() {
    publish();
    assertThat(reader.isPlain(2)).isTrue();
    assertThat(reader.isPlain(1)).isFalse();
  }
}
