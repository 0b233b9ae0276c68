package org.bigsweep.driver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli does not write, from the model of the commands. */
final class FishCompletion {
  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String script(CommandSpec program) {
    FishCompletion completion = new FishCompletion(program.name());
    program
        .subcommands()
        .forEach((name, command) -> completion.addCommand(name, command.getCommandSpec()));
    return String.join("\n", completion.lines) + "\n";
  }

  private void addCommand(String name, CommandSpec command) {
    complete(
        "__fish_use_subcommand",
        "-f -a %s -d %s"
            .formatted(quoted(name), quoted(firstSentence(command.usageMessage().description()))));
    String within = "__fish_seen_subcommand_from " + name;
    if (command.positionalParameters().isEmpty()) {
      complete(within, "-f");
    }
    command.options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> complete(within, words(option)));
  }

  private void complete(String condition, String rest) {
    lines.add("complete -c %s -n %s %s".formatted(program, quoted(condition), rest));
  }

  private static String words(OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      words.append(' ');
    }
    if (option.arity().max() > 0) {
      words.append(candidates(option).map(list -> "-x -a " + list + " ").orElse("-r -F "));
    }
    return words + "-d " + quoted(firstSentence(option.description()));
  }

  /** The values that the option can have, if they are known, as a command that prints them. */
  private static Optional<String> candidates(OptionSpec option) {
    return Optional.ofNullable(option.completionCandidates())
        .map(
            values ->
                StreamSupport.stream(values.spliterator(), false)
                    .map(value -> option.type().isEnum() ? value.toLowerCase(Locale.ROOT) : value)
                    .map(FishCompletion::quoted)
                    .collect(Collectors.joining(" ", "printf \"%s\\n\" ", "")))
        .map(command -> quoted("(" + command + ")"));
  }

  private static String firstSentence(String[] description) {
    String text = String.join(" ", description).replaceAll("%n.*", "");
    return text.replaceAll("(:|\\. ).*", "").replaceAll("\\.$", "");
  }

  /** In single quotes, as fish reads them. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
