package org.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.param.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ADD_A_RULE.md} shows the very files that are compiled and tested here. */
class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

  private static List<String> blocks(String language) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("ADD_A_RULE.md")));
    return blocks
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SignSymmetry", "SignSymmetryTest"})
  void guide_codeBlock_isTheTestedFile(String name) throws IOException {
    assertThat(blocks("java"))
        .contains(Files.readString(Path.of("src/test/java/org/example/" + name + ".java")));
  }

  @Test
  void guide_serviceEntry_isTheTestedFile() throws IOException {
    assertThat(blocks("text"))
        .contains(
            Files.readString(
                Path.of(
                    "src/test/resources/META-INF/services/"
                        + "org.bigsweep.engine.rule.LearningRule")));
  }

  @Test
  void catalog_ruleOnTheClassPath_isFoundWithItsOption() {
    ParameterCatalog catalog = ParameterCatalog.standard();

    assertThat(catalog.ruleNames()).contains("SignSymmetry");
    assertThat(catalog.parametersOf("SignSymmetry"))
        .extracting(Parameter::name)
        .contains("feedbackScale");
    assertThat(catalog.resolve(Map.of("rule", "SignSymmetry", "feedbackScale", "0.50")).values())
        .containsEntry("feedbackScale", "0.5");
    assertThat(catalog.resolve(Map.of("rule", "BP", "feedbackScale", "0.5")).values())
        .doesNotContainKey("feedbackScale");
  }
}
