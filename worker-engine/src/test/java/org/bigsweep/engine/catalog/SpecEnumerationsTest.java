package org.bigsweep.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.RuleParameters;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;

/** The values that {@code SPEC.md} of the results lists are those that trials can have. */
class SpecEnumerationsTest {
  private static final List<String> BUILT_IN =
      List.of(
          "BP",
          "FA",
          "DFA",
          "LastLayerOnly",
          "TP",
          "DTP",
          "BIG",
          "PC",
          "SignFeedback",
          "KP",
          "DDTP");

  private static List<String> listed(String column) throws IOException {
    String row =
        Files.readAllLines(Path.of("../results-schema/SPEC.md")).stream()
            .filter(line -> line.startsWith("| `trials." + column + "` |"))
            .findFirst()
            .orElseThrow();
    return Pattern.compile("`([^`]+)`")
        .matcher(row.substring(row.indexOf('|', 1)))
        .results()
        .map(MatchResult::group)
        .map(quoted -> quoted.substring(1, quoted.length() - 1))
        .toList();
  }

  private static List<String> values(Parameter<?> parameter) {
    return ((Kind.Choice<?>) parameter.kind()).options();
  }

  private static String prose(List<String> values) {
    int last = values.size() - 1;
    return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
  }

  @Test
  void spec_choices_areTheCatalogs() throws IOException {
    assertThat(listed("feedback_loss")).isEqualTo(values(RuleParameters.FEEDBACK_LOSS));
    assertThat(listed("inhibition_target")).isEqualTo(values(RuleParameters.INHIBITION_TARGET));
    assertThat(listed("target_form")).isEqualTo(values(RuleParameters.TARGET_FORM));
    assertThat(Trial.getClassSchema().getField("feedback_loss").doc())
        .isEqualTo("What g learns: " + prose(values(RuleParameters.FEEDBACK_LOSS)));
  }

  @Test
  void spec_baseRules_areTheCatalogs() throws IOException {
    assertThat(listed("base_rule")).isEqualTo(BUILT_IN);
    assertThat(ParameterCatalog.standard().displayNames()).containsAll(BUILT_IN);
  }
}
