package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every command, every option, every parameter and every exit code, through the command line. The
 * names come from the command model, so that one without a scenario is a failure here.
 */
@ResourceLock("system properties")
final class CommandModelTest {
  @TempDir private static Path directory;

  private static SharedResults shared;
  private static ExitScenarios exits;
  private static List<CommandScenarios> tables;

  private Properties properties;

  @BeforeAll
  static void run() throws IOException {
    shared = SharedResults.in(directory);
    exits = new ExitScenarios(shared);
    tables = List.of(new ReadingScenarios(shared), new RunningScenarios(shared));
    Console console =
        Console.of(
            "run",
            shared.sweep().toString(),
            "--out",
            shared.results().toString(),
            "--master",
            "local[2]");
    assertThat(console.code()).as(console.err()).isZero();
  }

  /** {@code --conf} stays in the process's properties. */
  @BeforeEach
  void remember() {
    properties = (Properties) System.getProperties().clone();
  }

  @AfterEach
  void forget() {
    System.setProperties(properties);
  }

  @Test
  void model_everyCommandOptionAndParameter_hasAScenario() {
    Set<String> claims =
        tables.stream()
            .flatMap(table -> table.all().keySet().stream())
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(claims).containsExactlyElementsOf(named());
  }

  /** Commands, options by each of their names, and parameters; but not what all commands have. */
  private static Set<String> named() {
    Set<String> names = new TreeSet<>();
    commands()
        .forEach(
            (path, command) -> {
              names.add(path);
              command.options().stream()
                  .filter(option -> !isEverywhere(option))
                  .flatMap(option -> Arrays.stream(option.names()))
                  .forEach(name -> names.add(path + " " + name));
              command
                  .positionalParameters()
                  .forEach(parameter -> names.add(path + " " + parameter.paramLabel()));
            });
    return names;
  }

  private static boolean isEverywhere(OptionSpec option) {
    return option.usageHelp() || option.versionHelp() || option.longestName().equals("--conf");
  }

  /** All commands by what is typed to reach them; the program itself by nothing. */
  private static Map<String, CommandSpec> commands() {
    Map<String, CommandSpec> commands = new TreeMap<>();
    addTo(commands, "", new CommandLine(new Bigsweep()));
    return commands;
  }

  private static void addTo(Map<String, CommandSpec> commands, String path, CommandLine line) {
    commands.put(path, line.getCommandSpec());
    line.getSubcommands()
        .forEach((name, command) -> addTo(commands, (path + " " + name).strip(), command));
  }

  @TestFactory
  Stream<DynamicTest> command_anyOption_hasItsEffect() {
    return tables.stream()
        .flatMap(
            table ->
                table.all().entrySet().stream()
                    .map(
                        entry ->
                            DynamicTest.dynamicTest(
                                "bigsweep " + String.join(", ", entry.getKey()),
                                () -> {
                                  entry.getValue().run();
                                  assertTyped(entry.getKey(), table.typed());
                                })));
  }

  /** A scenario that claims an option uses it. */
  private static void assertTyped(List<String> claims, List<List<String>> lines) {
    for (String claim : claims) {
      List<String> words = new ArrayList<>(List.of(claim.split(" ")));
      Predicate<List<String>> uses = line -> true;
      String last = words.get(words.size() - 1);
      if (last.startsWith("-")) {
        words.remove(last);
        uses = line -> line.contains(last);
      }
      List<String> command = words.stream().takeWhile(word -> word.matches("[a-z]+")).toList();
      assertThat(lines)
          .as(claim)
          .filteredOn(uses)
          .anyMatch(
              line ->
                  line.size() >= command.size() && line.subList(0, command.size()).equals(command));
    }
  }

  @TestFactory
  Stream<DynamicTest> command_anyWay_endsWithItsExitCode() {
    return exits.endings().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    exits.codes().get(entry.getKey()) + ": " + entry.getKey(),
                    () -> {
                      Properties before = (Properties) System.getProperties().clone();
                      try {
                        Console console = entry.getValue().run();
                        assertThat(console.code())
                            .as(console.out() + console.err())
                            .isEqualTo(exits.codes().get(entry.getKey()));
                      } finally {
                        System.setProperties(before);
                      }
                    }));
  }

  @Test
  void exitCodes_all_haveAScenarioAndAreInTheHelp() throws IllegalAccessException {
    Set<Integer> constants = new TreeSet<>();
    for (var field : ExitCode.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
        constants.add(field.getInt(null));
      }
    }
    assertThat(new TreeSet<>(exits.codes().values())).isEqualTo(constants);
    assertThat(
            new CommandLine(new Bigsweep())
                .getCommandSpec().usageMessage().exitCodeList().keySet().stream()
                    .map(Integer::valueOf))
        .containsExactlyElementsOf(constants);
  }

  @TestFactory
  Stream<DynamicTest> command_helpVersionAndConf_areUnderstoodEverywhere() {
    return commands().keySet().stream()
        .map(path -> DynamicTest.dynamicTest("bigsweep " + path, () -> assertCommon(path)));
  }

  private static void assertCommon(String path) {
    for (String name : List.of("-h", "--help")) {
      Console help = of(path, name);
      assertThat(help.code()).isZero();
      assertThat(help.out()).startsWith(("Usage: bigsweep " + path).strip());
      assertThat(help.err()).isEmpty();
    }
    for (String name : List.of("-V", "--version")) {
      Console version = of(path, name);
      assertThat(version.code()).isZero();
      assertThat(version.out())
          .matches("bigsweep \\d+\\.\\d+\\.\\d+ \\(commit \\S+, Java \\S+\\)\\R");
    }
    Console conf = of(path, "--conf", "master=local");
    assertThat(conf.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(conf.err())
        .startsWith("bigsweep: ")
        .contains("Invalid --conf: master (must begin with spark.)");
  }

  private static Console of(String path, String... more) {
    return Console.of(
        Stream.concat(
                Arrays.stream(path.split(" ")).filter(word -> !word.isEmpty()), Stream.of(more))
            .toArray(String[]::new));
  }
}
