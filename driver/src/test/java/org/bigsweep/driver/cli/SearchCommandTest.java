package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.bigsweep.driver.plan.Ranking;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchCommandTest {
  private static final String SWEEP =
      """
      version: 1
      name: recorded
      dataset: synthetic
      fixed: {rule: BP, epochs: 3}
      grid: {learningRate: 'loguniform(0.001, 1)'}
      random: {n: 32, sequence: sobol}
      seeds: 0..1
      """;
  private static final String HEADER =
      "configuration,seed,epoch,state,collapsed,validation_accuracy,seconds\n";

  @TempDir private Path folder;

  /** The greater the learning rate, the better, but from 0.5 on trials diverge in epoch 1. */
  private String table() {
    StringBuilder lines = new StringBuilder(HEADER);
    for (TrialSpec trial :
        new SweepReader(ParameterCatalog.standard())
            .parse("recorded.yaml", SWEEP, List.of()).space().stream().toList()) {
      double rate = trial.get(TrialParameters.LEARNING_RATE);
      String start = Ranking.spelling(trial.values()) + "," + trial.get(TrialParameters.SEED);
      if (rate >= 0.5) {
        lines.append(start).append(",0,DIVERGED,false,,0.5\n");
        continue;
      }
      for (int epoch = 1; epoch <= 3; epoch++) {
        double accuracy = rate + epoch / 100.0;
        lines.append("%s,%d,DONE,false,%s,0.5%n".formatted(start, epoch, accuracy));
      }
    }
    return lines.toString().replace("\r", "");
  }

  private Console search(String content, String... more) throws IOException {
    Path sweep = Files.writeString(folder.resolve("recorded.yaml"), SWEEP);
    Path table = folder.resolve("table.csv.gz");
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(table)), StandardCharsets.UTF_8)) {
      out.write(content);
    }
    String[] arguments = new String[more.length + 3];
    arguments[0] = "search";
    arguments[1] = table.toString();
    arguments[2] = sweep.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Console.ofBenchmark(arguments);
  }

  @Test
  void search_recordedTable_showsTheRegretOfEverySearch() throws IOException {
    Console console = search(table(), "--searches", "4", "--budgets", "4,16", "--format", "json");

    assertThat(console.code()).as(console.err()).isZero();
    JsonNode answer = new ObjectMapper().readTree(console.out());
    assertThat(answer.at("/space/0/configurations").asInt()).isEqualTo(32);
    assertThat(answer.at("/space/0/best_validation_accuracy").asDouble()).isBetween(0.37, 0.53);
    assertThat(answer.get("regret").findValuesAsText("search"))
        .hasSize(14)
        .contains("random", "sobol", "halving", "hyperband", "tpe", "hyperband with tpe");
    assertThat(answer.get("arrival")).hasSize(7);
  }

  @Test
  void search_badInput_isOneSentence() throws IOException {
    assertThat(search("a,b\n", "--searches", "4"))
        .satisfies(c -> assertThat(c.code()).isEqualTo(64))
        .satisfies(c -> assertThat(c.err()).matches("(?s)bigsweep: Invalid table: line 1 of .*\n"));
    assertThat(search(HEADER + "x,0,one,DONE,false,0.1,1\n").err())
        .startsWith("bigsweep: Invalid table: line 2 of ");
    assertThat(search(table(), "--searches", "1").err()).contains("--searches", "at least 2");
    assertThat(search(table(), "--budgets", "8,4").err()).contains("--budgets", "rising");
  }
}
