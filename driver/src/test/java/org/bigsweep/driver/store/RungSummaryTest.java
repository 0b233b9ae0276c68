package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.Decision;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RungSummaryTest {
  @TempDir private Path directory;

  private static Decision decision(int wave, String configuration, Double score, boolean bad) {
    return Decision.newBuilder()
        .setSweep("s")
        .setSchedule("tpe n=6")
        .setBracket("rule=BP")
        .setRung(wave)
        .setEpoch(9)
        .setRule("BP")
        .setDepth(5)
        .setConfiguration(configuration)
        .setTrialId("00c0ffee00c0ffee000" + wave)
        .setSeed(0)
        .setValidationAccuracy(score)
        .setLost(score == null)
        .setCollapsed(bad)
        .setSeeds(1)
        .setScore(score)
        .setRank(1)
        .setOutcome("FINISHED")
        .setReason("sampler=startup")
        .setDecidedAt(Instant.EPOCH)
        .build();
  }

  @Test
  void bestSoFar_isTheIncumbentAfterEveryWave() {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    ResultsWriter writer = new ResultsWriter(folder);
    writer.publishDecisions(List.of(decision(1, "a", null, false)));
    writer.publishDecisions(List.of(decision(2, "b", 0.7, false), decision(2, "c", 0.9, true)));
    writer.publishDecisions(List.of(decision(3, "d", 0.6, false)));
    writer.publishDecisions(List.of(decision(4, "e", 0.8, false)));

    assertThat(RungSummary.of(folder))
        .extracting(RungSummary::rung, RungSummary::finished, RungSummary::bestSoFar)
        .containsExactly(
            tuple(1, 1L, Double.NaN), tuple(2, 2L, 0.7), tuple(3, 1L, 0.7), tuple(4, 1L, 0.8));
  }
}
