package org.bigsweep.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands of a Markdown file: lines of its code blocks, continued ones joined. */
record Documentation(List<String> commands) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\R(.*?)^```");
  private static final Pattern WORD =
      Pattern.compile("\"((?:[^\"$]|\\$(?!\\()|\\$\\([^)]*\\))*)\"|\\S+");

  static Documentation of(String text) {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      block
          .group(1)
          .replaceAll("\\\\\\R\\s*", "")
          .lines()
          .map(line -> line.replaceFirst("\\s+#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(commands::add);
    }
    return new Documentation(commands);
  }

  /** The commands that start with that word, as words. */
  List<List<String>> by(String program, String... more) {
    return commands.stream()
        .map(Documentation::words)
        .filter(words -> words.get(0).equals(program))
        .filter(words -> Stream.of(more).allMatch(words::contains))
        .toList();
  }

  /** The only command with that text in it. */
  String with(String text) {
    List<String> found = commands.stream().filter(c -> c.contains(text)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " commands with " + text);
    }
    return found.get(0);
  }

  static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group() : word.group(1))
        .toList();
  }
}
