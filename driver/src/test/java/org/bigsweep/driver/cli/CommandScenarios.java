package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;

/**
 * What a user may type, as scenarios that run whole commands in this process. A scenario states
 * which commands, options and parameters it shows the effect of; {@link CommandModelTest} compares
 * these claims with the command model.
 */
abstract class CommandScenarios {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A few commands and what is expected of them. */
  @FunctionalInterface
  interface Scenario {
    void run() throws Exception;
  }

  /** A few commands, of which the last one's exit code counts. */
  @FunctionalInterface
  interface Ending {
    Console run() throws Exception;
  }

  private final Map<List<String>, Scenario> scenarios = new LinkedHashMap<>();
  private final List<List<String>> typed = new ArrayList<>();

  final SharedResults shared;

  CommandScenarios(SharedResults shared) {
    this.shared = shared;
  }

  /** Scenarios by what they show, such as {@code run --out} or {@code run SWEEP}. */
  final Map<List<String>, Scenario> all() {
    return scenarios;
  }

  /** Every command line since the last call, word by word. */
  final List<List<String>> typed() {
    List<List<String>> all = List.copyOf(typed);
    typed.clear();
    return all;
  }

  final void show(List<String> claims, Scenario scenario) {
    scenarios.put(claims, scenario);
  }

  final Console type(Object... words) {
    String[] line = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    typed.add(List.of(line));
    return Console.of(line);
  }

  /** Types a command that has to succeed. */
  final Console done(Object... words) {
    Console console = type(words);
    assertThat(console.code())
        .as("%s: %s", String.join(" ", typed.get(typed.size() - 1)), console.err())
        .isZero();
    return console;
  }

  /** The answer to a command that prints JSON. */
  final JsonNode json(Object... words) throws IOException {
    return parsed(done(words).out());
  }

  static JsonNode parsed(String text) throws IOException {
    return JSON.readTree(text);
  }

  final JsonNode rows(Path results, String query) throws IOException {
    return json("sql", results, query, "--format", "json");
  }

  /** A command that is under way. */
  final class Running {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code;

    Running(Object... words) {
      String[] line = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
      typed.add(List.of(line));
      code =
          CompletableFuture.supplyAsync(
              () -> Bigsweep.run(new PrintWriter(out), new PrintWriter(err), line));
    }

    boolean hasSaid(String text) {
      return out.toString().contains(text);
    }

    boolean isOver() {
      return code.isDone();
    }

    /** The command's end. */
    Console end() throws Exception {
      int exit = code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Console(exit, out.toString(), err.toString());
    }
  }

  /** A command that goes on until its thread is interrupted. */
  final class Endless {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Thread thread;

    Endless(Object... words) {
      String[] line = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
      typed.add(List.of(line));
      thread =
          new Thread(
              () -> code.complete(Bigsweep.run(new PrintWriter(out), new PrintWriter(err), line)));
      thread.start();
    }

    String said() {
      return out.toString();
    }

    /** Interrupts the command. */
    Console end() throws Exception {
      thread.interrupt();
      int exit = code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Console(exit, out.toString(), err.toString());
    }
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
      Thread.sleep(POLL_MILLIS);
    }
  }

  static ResultsFolder folder(Path results) {
    return ResultsFolder.at(results.toString(), new Configuration());
  }

  static ResultsReader reader(Path results) {
    return new ResultsReader(folder(results));
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Copies a folder with all that is in it. */
  static Path copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    return to;
  }

  /** Writes a dataset of images of 4 × 4 pixels in 4 classes as IDX files. */
  static Path writeDataset(Path folder, int training, int test) throws IOException {
    Files.createDirectories(folder);
    writeImages(folder, "train", training);
    writeImages(folder, "t10k", test);
    return folder;
  }

  private static void writeImages(Path folder, String name, int count) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 16 * count);
    images.putInt(0x803).putInt(count).putInt(4).putInt(4);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      for (int pixel = 0; pixel < 16; pixel++) {
        images.put((byte) (pixel / 4 == i % 4 ? 200 + pixel : (31 * i + pixel) % 50));
      }
      labels.put((byte) (i % 4));
    }
    Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
  }
}
