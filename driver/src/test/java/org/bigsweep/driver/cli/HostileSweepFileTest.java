package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sweep files that are small as text and huge or endless as data: one sentence, at once. */
final class HostileSweepFileTest {
  private static final String HEAD =
      """
      version: 1
      name: hostile
      dataset: synthetic
      fixed: {rule: BP, trainingImages: 1000, validationImages: 500, epochs: 1}
      """;

  private static final int LEVELS = 10_000;

  /** Generous to a busy machine: without the limits most of these would take hours. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  /** What is loaded once in a process does not count. */
  @BeforeAll
  static void load(@TempDir Path warm) throws IOException {
    Path sweep = Files.writeString(warm.resolve("warm.yaml"), HEAD + "seeds: 0..1\n");
    assertThat(plan(warm, sweep).code()).isZero();
  }

  private static Console plan(Path folder, Path sweep, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "plan",
                sweep.toString(),
                "--out",
                folder.resolve("results").toString(),
                "--probe",
                "0"));
    arguments.addAll(List.of(more));
    return Console.of(arguments.toArray(String[]::new));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(
            "itself", "union: &u [{union: *u}]", 5, "Invalid alias: *u (must not stand within"),
        Arguments.of(
            "itself, in a mapping", "when: &w\n  if: *w\n", 6, "Invalid alias: *w (must not stand"),
        Arguments.of(
            "itself, as a key", "rules: &r {? *r : 1}", 5, "Invalid alias: *r (must not stand"),
        Arguments.of("bomb of few aliases", bomb(25, 2), 14, "Invalid alias: *a"),
        Arguments.of("bomb of many aliases", bomb(5, 9), 9, "Invalid alias: *a"),
        Arguments.of("bomb of scalars", scalars(), 6, "Invalid alias: *s"),
        Arguments.of(
            "lists in lists",
            "grid: {depth: " + "[".repeat(LEVELS) + "]".repeat(LEVELS) + "}",
            5,
            "Invalid nesting: too deep (must be at most 50 levels)"),
        Arguments.of(
            "lists that never end",
            "union: " + "[".repeat(LEVELS),
            5,
            "Invalid nesting: too deep (must be at most 50 levels)"),
        Arguments.of(
            "mappings in mappings",
            "union: " + "{a: ".repeat(LEVELS) + "1" + "}".repeat(LEVELS),
            5,
            "Invalid nesting: too deep (must be at most 50 levels)"),
        Arguments.of(
            "lists in lists by dashes",
            "union:\n" + "- ".repeat(LEVELS) + "1\n",
            6,
            "Invalid nesting: too deep (must be at most 50 levels)"));
  }

  /** Each level repeats the one before, so often. */
  private static String bomb(int levels, int times) {
    StringBuilder text = new StringBuilder("union: [{union: &a0 [{grid: {depth: [3]}}]},\n");
    for (int level = 1; level <= levels; level++) {
      String members = "{union: *a" + (level - 1) + "}, ";
      text.append("  {union: &a%d [%s]},\n".formatted(level, members.repeat(times)));
    }
    return text.append("]\n").toString();
  }

  private static String scalars() {
    return "question: &s x\ngrid: {depth: [" + "*s, ".repeat(20_000) + "]}\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void plan_hostileFile_isOneSentence(String what, String rest, int line, String sentence)
      throws IOException {
    Path sweep = Files.writeString(folder.resolve("sweep.yaml"), HEAD + rest);

    assertRefused(sweep + ":" + line + ": ", sentence, sweep);
  }

  private void assertRefused(String origin, String sentence, Path sweep, String... more) {
    long start = System.nanoTime();
    Console console = plan(folder, sweep, more);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(console.err()).contains(origin, sentence).hasLineCount(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void plan_overrideThatNestsDeeply_isOneSentence() throws IOException {
    Path sweep = Files.writeString(folder.resolve("sweep.yaml"), HEAD);

    assertRefused(
        "--set schedule=",
        "Invalid nesting: too deep (must be at most 50 levels)",
        sweep,
        "--set",
        "schedule=" + "[".repeat(LEVELS));
    assertRefused(
        "--set schedule=",
        "Invalid alias: *s (must not stand within what it names)",
        sweep,
        "--set",
        "schedule=&s {halving: *s}");
    assertRefused("--set depth=", "Invalid depth", sweep, "--set", "depth=" + "[".repeat(LEVELS));
  }

  @Test
  void plan_hugeFile_isOneSentence() throws IOException {
    Path sweep = folder.resolve("huge.yaml");
    try (RandomAccessFile file = new RandomAccessFile(sweep.toFile(), "rw")) {
      file.setLength(50_000_000_000L);
    }

    assertRefused(sweep.toString(), "it is larger than 3000000 bytes", sweep);
  }

  @Test
  void plan_endlessFile_isOneSentence() {
    assertRefused("/dev/zero", "it is larger than 3000000 bytes", Path.of("/dev/zero"));
  }

  /** Aliases as people use them, and as deep as anyone could want. */
  @Test
  void plan_usualAliases_areRead() throws IOException {
    String members =
        String.join(", ", IntStream.range(0, 40).mapToObj(i -> "{fixed: *f}").toList());
    Path sweep =
        Files.writeString(
            folder.resolve("sweep.yaml"),
            HEAD
                + "union:\n- &m\n  fixed: &f {depth: 3}\n- union: ["
                + members
                + "]\n- union: [{union: [{union: [{union: [*m]}]}]}]\nseeds: 0..1\n");

    assertThat(plan(folder, sweep).out()).contains("2 trials");
  }

  /** A shipped sweep that somebody has changed, although the program has a copy of its own. */
  @Test
  void plan_changedFileOfAShippedName_isReadWhereItIs() throws IOException {
    Path sweep = Files.writeString(folder.resolve("demo.yaml"), HEAD + "seeds: 0..6\n");

    assertThat(plan(folder, sweep).out()).contains("7 trials");
  }
}
