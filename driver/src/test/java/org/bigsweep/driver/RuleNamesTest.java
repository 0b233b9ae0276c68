package org.bigsweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.junit.jupiter.api.Test;

/** The driver asks the catalog what rules there are, and rules what they are and cost. */
class RuleNamesTest {
  private static final String NAMES =
      ParameterCatalog.standard().displayNames().stream()
          .map(Pattern::quote)
          .collect(Collectors.joining("|"));

  /**
   * A name in quotes of Java or SQL, alone or before anything that does not go on with the word.
   */
  private static final Pattern LITERAL = Pattern.compile("[\"'](" + NAMES + ")(?![A-Za-z0-9_])");

  @Test
  void mainSources_always_containNoRulesName() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> lines(file).filter(line -> LITERAL.matcher(line).find()))
              .toList();

      assertThat(found).isEmpty();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(line -> file + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
