package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.Table;
import org.bigsweep.results.TrialState;

/** Commands that read results, and that rearrange them. */
final class ReadingScenarios extends CommandScenarios {
  private static final Path ORACLE =
      Path.of("../worker-engine/src/test/resources/oracle/fa-tanh-sgd.json");

  ReadingScenarios(SharedResults shared) {
    super(shared);
    show(List.of(""), this::nothing);
    show(List.of("generate-completion"), this::completion);
    show(List.of("generate-completion --shell"), this::completionOfFish);
    show(List.of("status", "status RESULTS", "status --format"), this::status);
    show(List.of("show", "show [RESULTS] TRIAL", "show --format", "show --evaluate"), this::story);
    show(
        List.of("top", "top RESULTS", "top --format", "top -n", "top --count", "top --rule"),
        this::top);
    show(
        List.of(
            "verify",
            "verify RESULTS",
            "verify --sample",
            "verify --seed",
            "verify --trial",
            "verify --cores",
            "verify --format"),
        this::verify);
    show(List.of("sql", "sql [RESULTS] QUERY", "sql --format", "sql --file"), this::sql);
    show(List.of("sql --script"), this::script);
    show(
        List.of("export", "export RESULTS", "export --view", "export --out", "export --format"),
        this::export);
    show(List.of("export -o"), this::exportAll);
    show(List.of("report", "report RESULTS", "report -o"), this::page);
    show(List.of("report --out", "report --figure", "report --width"), this::figure);
    show(List.of("report --shade", "report --axis"), this::styledFigure);
    show(List.of("report --watch"), this::watch);
    show(List.of("serve", "serve RESULTS", "serve --port", "serve --host"), this::serve);
    show(List.of("compact", "compact RESULTS", "compact --keep-for"), this::compact);
    show(List.of("doctor", "doctor RESULTS", "doctor --format", "doctor --fix"), this::doctor);
    show(List.of("merge", "merge RESULTS", "merge -o", "merge --out"), this::merge);
    show(
        List.of(
            "extract",
            "extract RESULTS",
            "extract --sweep",
            "extract -o",
            "extract --out",
            "extract --without-layers"),
        this::extract);
    show(List.of("oracle", "oracle DIR", "oracle --format"), this::oracle);
  }

  private String id() throws Exception {
    return reader(shared.results()).states().keySet().stream().sorted().findFirst().orElseThrow();
  }

  /** A bash that has read the script completes commands, options and what they take. */
  private void completion() throws Exception {
    Path script = Files.writeString(shared.fresh(), done("generate-completion").out());
    assertThat(completed(script, "bigsweep", "ver")).containsExactly("verify");
    assertThat(completed(script, "bigsweep", "run", "--mas")).containsExactly("--master");
    assertThat(completed(script, "bigsweep", "run", "--set", "innerS"))
        .containsExactly("innerSteps=");
    assertThat(completed(script, "bigsweep", "top", "--rule", "DT")).containsExactly("DTP");
  }

  /** The words of the script; {@link CompletionTest} has a fish read them. */
  private void completionOfFish() {
    assertThat(done("generate-completion", "--shell", "fish").out())
        .contains("complete -c bigsweep -n '__fish_use_subcommand' -f -a 'verify' -d ");
    assertThat(done("generate-completion", "--shell", "zsh").out())
        .isEqualTo(done("generate-completion").out());
  }

  private static List<String> completed(Path script, String... words) throws Exception {
    String line =
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_TYPE=9; _complete_bigsweep;"
                .formatted(script, String.join(" ", words), words.length - 1)
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    // bash warns that it is not at a prompt
    Process bash =
        new ProcessBuilder("bash", "-c", line)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.lines().map(String::strip).toList();
  }

  private void nothing() {
    assertThat(done().out()).startsWith("Usage: bigsweep");
  }

  private void status() throws Exception {
    assertThat(done("status", shared.results()).out())
        .startsWith(shared.results() + ": 8 trials, ")
        .contains("\nsmall: 8 of 8 done");
    assertThat(type("status", shared.results(), "--format", "csv").err())
        .isEqualTo("bigsweep: Invalid --format: csv (must be text or json)\n");
    JsonNode status = json("status", shared.results(), "--format", "json");
    assertThat(status.at("/sweeps/0/done").asInt()).isEqualTo(SharedResults.TRIALS);
    assertThat(status.get("rules").findValuesAsText("rule")).containsExactly("BP", "DTP");
  }

  private void story() throws Exception {
    String id = id();
    assertThat(done("show", shared.results(), id).out())
        .contains("trial " + id)
        .doesNotContain("evaluated");
    JsonNode plain = json("show", shared.results(), id.substring(0, 12), "--format", "json");
    assertThat(plain.get("trial_id").asText()).isEqualTo(id);
    assertThat(plain.path("evaluated").isMissingNode() || plain.get("evaluated").isNull()).isTrue();
    JsonNode evaluated = json("show", shared.results(), id, "--evaluate", "--format", "json");
    assertThat(evaluated.at("/evaluated/test_accuracy").asDouble())
        .isEqualTo(plain.get("test_accuracy").asDouble());
  }

  private void top() throws Exception {
    assertThat(json("top", shared.results(), "--format", "json")).hasSize(4);
    assertThat(json("top", shared.results(), "-n", "1", "--format", "json")).hasSize(1);
    assertThat(json("top", shared.results(), "--count", "3", "--format", "json")).hasSize(3);
    JsonNode rule = json("top", shared.results(), "--rule", "DTP", "--format", "json");
    assertThat(rule).hasSize(2);
    assertThat(rule.findValuesAsText("rule")).containsOnly("DTP");
    assertThat(done("top", shared.results(), "-n", "1").out()).hasLineCount(2);
  }

  private void verify() throws Exception {
    String id = id();
    assertThat(done("verify", shared.results(), "--trial", id.substring(0, 12)).out())
        .startsWith("retraining 1 of 8 trials\n" + id + "  same bits");
    JsonNode half =
        json("verify", shared.results(), "--sample", "50%", "--cores", "1", "--format", "json");
    assertThat(half.get("agree").asBoolean()).isTrue();
    assertThat(half.get("trials")).hasSize(4);
    Set<String> samples = new HashSet<>();
    for (int seed = 0; seed < 8; seed++) {
      samples.addAll(
          json("verify", shared.results(), "--sample", "1", "--seed", seed, "--format", "json")
              .findValuesAsText("trial_id"));
    }
    assertThat(samples).hasSizeGreaterThan(1);
    assertThat(type("verify", shared.results(), "--cores", "0").err())
        .startsWith("bigsweep: Invalid --cores: 0");
  }

  private void sql() throws Exception {
    String query = "select rule, count(*) as n from trials group by rule order by rule";
    assertThat(done("sql", shared.results(), query, "--format", "csv").out().lines())
        .containsExactly("rule,n", "BP,4", "DTP,4");
    assertThat(json("sql", shared.results(), query, "--format", "json").toString())
        .isEqualTo("[{\"rule\":\"BP\",\"n\":4},{\"rule\":\"DTP\",\"n\":4}]");
    Path file = Files.writeString(shared.fresh(), query + ";\n");
    assertThat(done("sql", shared.results(), "--file", file).out().lines().map(String::strip))
        .anyMatch(line -> line.matches("DTP +4"));
  }

  private void script() {
    assertThat(done("sql", shared.results(), "--script", "duckdb").out())
        .contains("read_parquet", "CREATE");
    assertThat(done("sql", shared.results(), "--script", "spark").out())
        .contains("CREATE")
        .doesNotContain("read_parquet");
  }

  private void export() throws Exception {
    Path out = shared.fresh();
    done("export", shared.results(), "--view", "best", "--out", out);
    assertThat(out).isDirectoryContaining("glob:**/best.csv");
    assertThat(files(out)).hasSize(1);
    assertThat(Files.readAllLines(out.resolve("best.csv")))
        .hasSize(1 + 2)
        .isEqualTo(
            done("sql", shared.results(), "select * from best", "--format", "csv")
                .out()
                .lines()
                .toList());
    done("export", shared.results(), "--view", "best", "--out", out, "--format", "arrow");
    assertThat(
            new String(Files.readAllBytes(out.resolve("best.arrow")), StandardCharsets.ISO_8859_1))
        .startsWith("ARROW1")
        .contains("test_accuracy");
  }

  private void exportAll() throws Exception {
    Path out = shared.fresh();
    done("export", shared.results(), "-o", out);
    for (String view : ResultsViews.NAMES) {
      assertThat(out.resolve(view + ".csv")).isNotEmptyFile();
    }
    assertThat(Files.readAllLines(out.resolve("trials.csv"))).hasSize(1 + SharedResults.TRIALS);
  }

  private void page() throws Exception {
    Path page = shared.fresh();
    assertThat(done("report", shared.results(), "-o", page).out()).startsWith(page + " (");
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains(id(), "echarts");
  }

  private void figure() throws Exception {
    Path file = shared.fresh();
    done("report", shared.results(), "--figure", "1c", "--width", "500", "--out", file);
    assertThat(file)
        .content()
        .startsWith("<svg width=\"500\"")
        .contains("DTP")
        .endsWith("</svg>\n");
  }

  private void styledFigure() throws Exception {
    Path plain = shared.fresh();
    Path styled = shared.fresh();
    done("report", shared.results(), "--figure", "1c", "-o", plain);
    done(
        "report",
        shared.results(),
        "--figure",
        "1c",
        "--axis",
        "error",
        "--shade",
        "variance",
        "-o",
        styled);
    assertThat(plain)
        .content()
        .contains("test accuracy (fraction)", "; shaded: ± one standard deviation over seeds<");
    assertThat(styled)
        .content()
        .contains("test error (fraction)", "; shaded: ± the variance over seeds<");

    Path page = shared.fresh();
    done("report", shared.results(), "--shade", "variance", "-o", page);
    assertThat(page)
        .content()
        .contains("shaded: ± the variance over seeds")
        .doesNotContain("± one standard deviation");
  }

  /** One trial is missing at first. */
  private void watch() throws Exception {
    Path results = copy(shared.results(), shared.fresh());
    Path aside = shared.fresh();
    Path last = files(results.resolve("trials")).get(0);
    Files.move(last, aside);
    Path page = shared.fresh();

    Running watching = new Running("report", results, "--watch", "1", "-o", page);
    await(() -> Files.exists(page) && Files.readString(page).contains("Reload every 1 s"));
    assertThat(watching.isOver()).isFalse();
    Files.move(aside, last);

    assertThat(watching.end().code()).isZero();
    assertThat(page).content().contains("small: 8 of 8 done").doesNotContain("Reload every");
  }

  /** On a loopback address without a token, elsewhere with one. */
  private void serve() throws Exception {
    Endless serving = new Endless("serve", shared.results(), shared.results(), "--port", "0");
    await(() -> serving.said().contains(" until Ctrl-C"));
    String address = serving.said().replaceAll("(?s)serving (\\S+) until.*", "$1");
    assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/");
    try (InputStream in = URI.create(address + "api/folders").toURL().openStream()) {
      assertThat(parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
          .hasSize(2)
          .allMatch(folder -> folder.get("trials").asInt() == SharedResults.TRIALS);
    }
    assertThat(serving.end().code()).isZero();

    Endless open = new Endless("serve", shared.results(), "--host", "0.0.0.0", "--port", "0");
    await(() -> open.said().contains("the only key"));
    assertThat(open.end().out())
        .containsPattern("serving http://0\\.0\\.0\\.0:\\d+/\\?token=[0-9a-f]{32} until Ctrl-C")
        .contains("others can reach 0.0.0.0");
    assertThat(type("serve", shared.results(), "--port", "70000").err())
        .isEqualTo("bigsweep: Invalid --port: 70000 (must be a whole number from 0 to 65535)\n");
    assertThat(type("serve", shared.fresh()).err())
        .startsWith("bigsweep: Cannot read results: no folder ");
  }

  private void compact() throws Exception {
    Path results = copy(shared.results(), shared.fresh());
    StoredResults.add(
        results,
        StoredResults.trials(results, row -> true).subList(0, 1),
        row -> {
          row.put("trial_id", "0123456789abcdef0123");
          row.put("weights", null);
        });
    int before = files(results.resolve("trials")).size();
    assertThat(before).isGreaterThan(1);
    assertThat(done("compact", results, "--keep-for", "1h").out())
        .contains("are kept for readers, the next compact after 1h removes them");
    assertThat(files(results.resolve("trials"))).hasSize(before + 1);
    assertThat(done("compact", results, "--keep-for", "0s").out()).contains("1 groups");
    assertThat(files(results.resolve("trials"))).hasSize(1);
    assertThat(reader(results).states()).hasSize(SharedResults.TRIALS + 1);
  }

  private void doctor() throws Exception {
    Path results = copy(shared.results(), shared.fresh());
    assertThat(done("doctor", results).out()).isEqualTo(results + ": no faults\n");
    Path file = files(results.resolve("trials")).get(0);
    Files.write(file, new byte[100]);

    Console sick = type("doctor", results, "--format", "json");
    assertThat(sick.code()).isEqualTo(ExitCode.UNSOUND);
    assertThat(parsed(sick.out()).at("/0/fault").asText()).isEqualTo("corrupt");
    assertThat(parsed(sick.out()).at("/0/mended").asBoolean()).isFalse();
    assertThat(file).exists();
    assertThat(done("doctor", results, "--fix").out()).contains("mended: ");
    assertThat(file).doesNotExist();
    assertThat(results.resolve("_quarantine/trials").resolve(file.getFileName())).exists();
  }

  private void merge() throws Exception {
    Path one = StoredResults.part(shared.results(), shared.fresh(), row -> row.getSeed() == 0);
    Path other = StoredResults.part(shared.results(), shared.fresh(), row -> row.getSeed() == 1);
    Path both = shared.fresh();
    assertThat(done("merge", one, other, "--out", both).out())
        .isEqualTo(
            "%1$s: 4 trials added to %3$s, 0 were there\n%2$s: 4 trials added to %3$s, 0 were there\n"
                .formatted(one, other, both));
    assertThat(reader(one).states()).hasSize(4);
    assertThat(reader(both).states()).hasSize(8).containsValue(TrialState.DONE);
    done("merge", one, other);
    assertThat(reader(one).states()).hasSize(8);
    assertThat(done("merge", one, other, "-o", both).out()).contains(": 0 trials added to ");
  }

  private void extract() throws Exception {
    Path with = shared.fresh();
    assertThat(done("extract", shared.results(), "--sweep", "small", "--out", with).out())
        .isEqualTo(with + ": 8 trials of small\n");
    assertThat(reader(with).read(Table.LAYERS)).isNotEmpty();
    Path without = shared.fresh();
    done("extract", shared.results(), "--sweep", "small", "-o", without, "--without-layers");
    assertThat(reader(without).read(Table.LAYERS)).isEmpty();
    assertThat(reader(without).states()).isEqualTo(reader(with).states());
    assertThat(type("extract", shared.results(), "--sweep", "large", "--out", shared.fresh()).err())
        .startsWith("bigsweep: Invalid --sweep: large");
  }

  private void oracle() throws Exception {
    Path folder = Files.createDirectories(shared.fresh());
    Files.copy(ORACLE, folder.resolve("case.json"));
    assertThat(done("oracle", folder).out()).endsWith("1 of 1 cases pass\n");
    assertThat(json("oracle", folder, "--format", "json").at("/0/result").asText())
        .isEqualTo("pass");
  }
}
