package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Commands that train, plan and measure. */
final class RunningScenarios extends CommandScenarios {
  /** Trials for which no machine has the memory. */
  static final String TOO_WIDE = "width=200000";

  RunningScenarios(SharedResults shared) {
    super(shared);
    show(
        List.of("run", "run SWEEP", "run -o", "run --out", "run --master", "run --serve"),
        this::run);
    show(List.of("run --set", "run --data-dir", "verify --data-dir"), this::otherData);
    show(List.of("run --max-failures", "run --retry"), this::failures);
    show(
        List.of("demo", "demo -o", "demo --out", "demo --set", "demo --master", "demo --data-dir"),
        this::demo);
    show(List.of("init", "init FILE"), this::init);
    show(List.of("data", "data fetch", "data fetch NAME", "data fetch --data-dir"), this::data);
    show(
        List.of("plan", "plan SWEEP", "plan --format", "plan --cores", "plan -o", "plan --out"),
        this::planned);
    show(List.of("plan --probe", "plan --master"), this::probed);
    show(List.of("plan --sample", "plan --set", "plan --data-dir"), this::sampled);
    show(List.of("plan --diff"), this::difference);
    show(
        List.of(
            "bench",
            "bench --rules",
            "bench --depth",
            "bench --width",
            "bench --batch",
            "bench --optimizer",
            "bench --format"),
        this::bench);
    show(List.of("bench --threads", "bench --peers"), this::benchMore);
    show(List.of("bench --seconds"), this::benchLonger);
  }

  private void run() throws Exception {
    Path out = shared.fresh();
    Path sweep =
        Files.writeString(
            shared.fresh(),
            """
            version: 1
            name: one
            dataset: synthetic
            fixed: {trainingImages: 200, validationImages: 50, epochs: 1, depth: 2, width: 4}
            grid: {rule: [BP]}
            seeds: 0..2
            """);

    Console console = done("run", sweep, "--out", out, "--master", "local[1]", "--serve");

    assertThat(console.out()).contains("one: 3 trials to do, 0 of 3 done", "training 1 at a time");
    assertThat(reader(out).states()).hasSize(3);
    assertThat(done("run", sweep, "-o", out, "--master", "local[2]").out())
        .contains("one: nothing to do, all 3 trials are in " + out);
  }

  private void otherData() throws Exception {
    Path out = shared.fresh();
    done(
        "run",
        shared.sweep(),
        "--set",
        "seeds=7",
        "--set",
        "rule=DTP",
        "--data-dir",
        shared.data(),
        "--out",
        out,
        "--master",
        "local[2]");

    assertThat(rows(out, "select distinct rule, seed, sizes from trials"))
        .singleElement()
        .hasToString("{\"rule\":\"DTP\",\"seed\":7,\"sizes\":\"16-8-8-4\"}");
    Console without = type("verify", out, "--sample", "1");
    assertThat(without.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(without.err()).startsWith("bigsweep: Cannot verify trial ");
    assertThat(done("verify", out, "--sample", "1", "--data-dir", shared.data()).out())
        .endsWith("all 1 agree\n");
  }

  private void failures() throws Exception {
    Path out = shared.fresh();
    List<Object> command =
        List.of(
            "run",
            shared.sweep(),
            "--out",
            out,
            "--master",
            "local[1]",
            "--set",
            TOO_WIDE,
            "--set",
            "rule=BP",
            "--set",
            "learningRate=0.01");

    Console stopped = type(with(command, "--max-failures", "0"));

    assertThat(stopped.code()).isEqualTo(ExitCode.TRIALS_FAILED);
    assertThat(stopped.err())
        .contains("finished trials failed, more than --max-failures allows; the first was ");
    type(command.toArray());
    assertThat(reader(out).states()).hasSize(2);
    assertThat(type(command.toArray()).out()).contains("nothing to do, all 2 trials");
    Console again = type(with(command, "--retry", "failed"));
    assertThat(again.out()).contains("2 trials to do, 0 of 2 done");
    assertThat(again.code()).isEqualTo(ExitCode.TRIALS_FAILED);
  }

  private static Object[] with(List<Object> command, Object... more) {
    List<Object> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all.toArray();
  }

  private void demo() throws Exception {
    Path out = shared.fresh();

    List<Object> command =
        List.of(
            "--master",
            "local[1]",
            "--data-dir",
            shared.data(),
            "--set",
            "dataset=synthetic",
            "--set",
            "trainingImages=200",
            "--set",
            "validationImages=50",
            "--set",
            "epochs=1",
            "--set",
            "width=8",
            "--set",
            "rule=BP,TP");
    List<Object> first = new ArrayList<>(List.of("demo", "--out", out));
    first.addAll(command);
    Console console = done(first.toArray());

    assertThat(console.out()).contains("demo: 2 trials to do", "training 1 at a time");
    assertThat(rows(out, "select rule, sizes from trials order by rule"))
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"rule\":\"BP\",\"sizes\":\"16-8-8-8-8-4\"}",
            "{\"rule\":\"TP\",\"sizes\":\"16-8-8-8-8-4\"}");
    List<Object> again = new ArrayList<>(List.of("demo", "-o", out));
    again.addAll(command);
    assertThat(done(again.toArray()).out()).contains("demo: nothing to do");
  }

  private void init() throws Exception {
    Path file = shared.fresh();
    done("init", file);
    assertThat(file).content().contains("version: 1", "grid:");
    Path schema = file.resolveSibling("sweep.schema.json");
    assertThat(file)
        .content()
        .startsWith("# yaml-language-server: $schema=" + schema.getFileName());
    assertThat(schema).hasSameTextualContentAs(Path.of("../sweeps/sweep.schema.json"));
    Files.writeString(schema, "mine");
    done("init", shared.fresh());
    assertThat(schema).hasContent("mine");
  }

  private void data() {
    Console none = type("data");
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.err()).startsWith("bigsweep: Missing subcommand: fetch");
    assertThat(done("data", "fetch", shared.data()).out())
        .isEqualTo(
            shared.data() + ": 300 training and 100 test images of 16 pixels, 4 classes, ready\n");
    assertThat(done("data", "fetch", "synthetic", "--data-dir", shared.data()).out())
        .isEqualTo(
            "synthetic: 300 training and 100 test images of 16 pixels, 4 classes, in "
                + shared.data()
                + "\n");
    assertThat(type("data", "fetch", "mnist", "--data-dir", shared.data()).err())
        .startsWith("bigsweep: Invalid mnist file " + shared.data());
  }

  private JsonNode plan(Object... more) throws Exception {
    List<Object> all = new ArrayList<>(List.of("plan", shared.sweep(), "--format", "json"));
    if (!List.of(more).contains("--out")) {
      all.addAll(List.of("--out", shared.results(), "--probe", "0"));
    }
    all.addAll(List.of(more));
    return json(all.toArray());
  }

  private void planned() throws Exception {
    JsonNode grown = plan("--set", "seeds=0..9", "--cores", "7");
    assertThat(grown.get("trials").asInt()).isEqualTo(40);
    assertThat(grown.get("done").asInt()).isEqualTo(SharedResults.TRIALS);
    assertThat(grown.get("cores").asInt()).isEqualTo(7);
    assertThat(grown.get("wall_seconds").asDouble())
        .isLessThan(plan("--set", "seeds=0..9", "--cores", "1").get("wall_seconds").asDouble());
    Console text = done("plan", shared.sweep(), "-o", shared.fresh(), "--probe", "0");
    assertThat(text.out()).startsWith("small: 8 trials, 0 done, 8 to do\n");
  }

  private void probed() throws Exception {
    Path none = shared.fresh();
    assertThat(plan("--out", none, "--probe", "0").get("predicted_from").asText())
        .isEqualTo("typical");
    assertThat(plan("--out", none, "--probe", "0.1").get("predicted_from").asText())
        .isEqualTo("probe");
    assertThat(plan("--out", none, "--probe", "0.1", "--master", "local[1]").get("trials").asInt())
        .isEqualTo(SharedResults.TRIALS);
  }

  private void sampled() throws Exception {
    JsonNode sample = plan("--sample", "3", "--set", "rule=DTP").get("sample");
    assertThat(sample).hasSize(3);
    assertThat(sample.findValuesAsText("rule")).containsOnly("DTP");
    JsonNode elsewhere = plan("--sample", "3", "--set", "rule=DTP", "--data-dir", shared.data());
    assertThat(elsewhere.get("done").asInt()).isZero();
    assertThat(elsewhere.get("sample").findValuesAsText("trial_id"))
        .doesNotContainAnyElementsOf(sample.findValuesAsText("trial_id"));
  }

  private void difference() throws Exception {
    Path other =
        Files.writeString(
            shared.fresh(), Files.readString(shared.sweep()).replace("[BP, DTP]", "[BP, TP]"));
    JsonNode difference = plan("--diff", other).get("diff");
    assertThat(difference.toString()).contains("DTP", "TP");
    assertThat(done("plan", shared.sweep(), "--probe", "0", "--diff", other).out())
        .contains(other.toString());
  }

  private static List<Object> quick(Object... more) {
    return Stream.concat(
            Stream.of("bench", "--depth", "2", "--optimizer", "sgd", "--seconds", "0.01"),
            Stream.of(more))
        .toList();
  }

  private void bench() throws Exception {
    JsonNode steps =
        json(
                "bench",
                "--rules",
                "BP,TP",
                "--depth",
                "2",
                "--width",
                "16",
                "--batch",
                "20",
                "--optimizer",
                "momentum",
                "--seconds",
                "0.01",
                "--format",
                "json")
            .get("steps");
    assertThat(steps.findValuesAsText("rule")).containsExactly("BP", "TP");
    for (JsonNode step : steps) {
      assertThat(step.get("depth").asInt()).isEqualTo(2);
      assertThat(step.get("width").asInt()).isEqualTo(16);
      assertThat(step.get("batch").asInt()).isEqualTo(20);
      assertThat(step.get("optimizer").asText()).isEqualTo("momentum");
    }
  }

  private void benchMore() {
    Console console =
        done(quick("--rules", "BP", "--width", "16", "--threads", "2", "--peers").toArray());
    assertThat(console.out()).contains("trials at once");
    assertThat(console.out() + console.err()).contains("peers");
  }

  /** Time is spent where it is asked for; on a busy machine it takes several looks. */
  private void benchLonger() throws Exception {
    Object[] shorter = quick("--rules", "BP", "--width", "16").toArray();
    Object[] longer = shorter.clone();
    longer[6] = "0.6";
    await(() -> seconds(longer) > seconds(shorter) + 0.6);
  }

  private double seconds(Object... command) {
    long start = System.nanoTime();
    done(command);
    return (System.nanoTime() - start) / 1e9;
  }
}
