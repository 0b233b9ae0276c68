package org.bigsweep.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with its results on S3. */
final class S3IT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Written out, for {@code sql} to be sure of. */
  private static final String SWEEP =
      """
      version: 1
      name: small
      dataset: synthetic
      fixed: {trainingImages: 1000, validationImages: 500, depth: 3, width: 16, epochs: 1}
      grid: {rule: [BP, BIG(balanced)]}
      seeds: 0..1
      """;

  @TempDir private static Path folder;
  private static S3Server server;
  private static String results;
  private static Path sweep;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(folder);
    results = server.place("results");
    sweep = Files.writeString(folder.resolve("small.yaml"), SWEEP);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Program.Ended bigsweep(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Build.LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    try (Program program = Program.start(folder, "bigsweep", environment, command)) {
      return program.end(LIMIT);
    }
  }

  @Test
  void run_resultsOnS3_resumesAndEveryReaderReads() {
    Map<String, String> s3 = server.environment();

    Program.Ended first = bigsweep(s3, "run", sweep.toString(), "--out", results);
    assertThat(first.err()).contains("4/4 trials");
    assertThat(first.code()).isZero();
    assertThat(first.out() + first.err()).doesNotContain(S3Server.SECRET);

    Program.Ended second = bigsweep(s3, "run", sweep.toString(), "--out", results);
    assertThat(second.out()).contains("nothing to do, all 4 trials");
    assertThat(bigsweep(s3, "status", results).out()).startsWith(results + ": 4 trials");
    Program.Ended sql =
        bigsweep(
            s3,
            "sql",
            results,
            "--format",
            "csv",
            "select count(distinct t.trial_id), count(*) from trials t join layers l"
                + " on t.trial_id = l.trial_id");
    assertThat(sql.err()).isEmpty();
    assertThat(sql.out()).endsWith("\n4,24\n");
  }

  @Test
  void status_endpointThatNobodyServes_isOneSentenceSoon() throws IOException {
    try (Socket nobody = Build.deafPort()) {
      Map<String, String> nowhere = environment(nobody.getLocalPort());
      for (String command : List.of("status", "run")) {
        Program.Ended ended =
            command.equals("run")
                ? bigsweep(nowhere, "run", sweep.toString(), "--out", results)
                : bigsweep(nowhere, "status", results);

        assertThat(ended.err()).hasLineCount(1).startsWith("bigsweep: Cannot ").contains("refused");
        assertThat(ended.code()).isEqualTo(64);
      }
    }
  }

  private static Map<String, String> environment(int port) {
    return Map.of(
        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
        "AWS_ACCESS_KEY_ID", "somebody",
        "AWS_SECRET_ACCESS_KEY", "secret");
  }

  /** Of the four attempts that commands make, one; each ends after the connector's 15 s. */
  @Test
  void status_endpointThatNeverAnswers_isGivenUp() throws IOException {
    try (MuteServer mute = new MuteServer()) {
      Program.Ended ended =
          bigsweep(
              environment(mute.port()),
              "status",
              results,
              "--conf",
              "spark.hadoop.fs.s3a.retry.limit=0");

      assertThat(mute.connections()).isEqualTo(1);
      assertThat(ended.err())
          .hasLineCount(1)
          .startsWith("bigsweep: Cannot ")
          .contains("timed out")
          .doesNotContain("Exception");
      assertThat(ended.code()).isEqualTo(64);
    }
  }

  @Test
  void run_bucketThatIsNot_isOneSentence() {
    Program.Ended ended =
        bigsweep(server.environment(), "run", sweep.toString(), "--out", "s3a://nowhere/results");

    assertThat(ended.err()).hasLineCount(1).startsWith("bigsweep: Cannot ").contains("nowhere");
    assertThat(ended.code()).isEqualTo(64);
  }
}
