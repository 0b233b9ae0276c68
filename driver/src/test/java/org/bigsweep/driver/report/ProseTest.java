package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.junit.jupiter.api.Test;

class ProseTest {
  @Test
  void number_anySize_isShort() {
    assertThat(List.of(0.0001, 1e-5, 2.0, 0.25, 123456.0, 0.03162277, 1.0 / 3))
        .extracting(Prose::number)
        .containsExactly("1e-4", "1e-5", "2", "0.25", "1.23e5", "0.03162", "0.3333");
  }

  @Test
  void range_counts_areOneOrFromTo() {
    assertThat(Prose.range(List.of(5, 5))).isEqualTo("5");
    assertThat(Prose.range(List.of(5, 3, 4))).isEqualTo("3 to 5");
    assertThat(Prose.range(List.of())).isEqualTo("0");
  }

  @Test
  void list_words_endInAnd() {
    assertThat(Prose.list(List.of("a"))).isEqualTo("a");
    assertThat(Prose.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }

  @Test
  void lead_severalRules_comparesTheBestLocalRuleWithBig() {
    Map<String, Double> accuracy = new LinkedHashMap<>();
    accuracy.put("BP", 0.942);
    accuracy.put("DTP", 0.922);
    accuracy.put("FA", 0.916);
    accuracy.put("BIG(eq. 4)", 0.819);

    assertThat(LearningCurves.lead(accuracy, " at N = 5"))
        .isEqualTo("DTP leads BIG(eq. 4) by 10.3 points at N = 5; BP reaches 94.2 %");
    accuracy.remove("BIG(eq. 4)");
    assertThat(LearningCurves.lead(accuracy, ""))
        .isEqualTo("DTP leads FA by 0.6 points; BP reaches 94.2 %");
    accuracy.put("DTP", accuracy.get("FA") + 0.0004);
    assertThat(LearningCurves.lead(accuracy, "")).startsWith("DTP and FA are level; BP reaches");
    assertThat(LearningCurves.lead(Map.of("BP", 0.9), "")).isEqualTo("BP reaches 90.0 %");
  }

  /** Whoever knows a figure of an earlier version finds each rule in its colour and shape. */
  @Test
  void palette_knownRules_keepTheirLooks() {
    assertThat(looks("BP")).isEqualTo("#1A1A1A SOLID CIRCLE");
    assertThat(looks("FA")).isEqualTo("#009E73 SOLID TRIANGLE");
    assertThat(looks("DFA")).isEqualTo("#009E73 DASHED DIAMOND");
    assertThat(looks("LastLayerOnly")).isEqualTo("#7A7A7A DOTTED RECT");
    assertThat(looks("LastTwoLayersOnly")).isEqualTo("#CC79A7 DOTTED RECT");
    assertThat(looks("TP")).isEqualTo("#56B4E9 SOLID RECT");
    assertThat(looks("TP(paper)")).isEqualTo("#56B4E9 DOTTED DIAMOND");
    assertThat(looks("DTP")).isEqualTo("#0072B2 SOLID DIAMOND");
    assertThat(looks("BIG")).isEqualTo("#D55E00 DASHED RECT");
    assertThat(looks("BIG(eq. 4)")).isEqualTo("#D55E00 SOLID CIRCLE");
    assertThat(looks("BIG(paper)")).isEqualTo("#CC79A7 DASHED DIAMOND");
    assertThat(looks("BIG(balanced)")).isEqualTo("#E69F00 SOLID TRIANGLE");
  }

  private static String looks(String rule) {
    Ink ink = Palette.rule(rule);
    return ink.light() + " " + ink.dash() + " " + ink.symbol();
  }

  @Test
  void palette_rules_lookDifferent() {
    List<String> rules =
        List.of(
            "BP",
            "FA",
            "DFA",
            "LastLayerOnly",
            "LastTwoLayersOnly",
            "TP",
            "TP(paper)",
            "DTP",
            "BIG",
            "BIG(eq. 4)",
            "BIG(balanced)",
            "BIG(paper)",
            "BIG(mirrored)",
            "BIG(mirrored, projection)",
            "PC",
            "SignFeedback",
            "KP",
            "DDTP");

    assertThat(rules).extracting(Palette::rule).doesNotHaveDuplicates();
    assertThat(ParameterCatalog.standard().displayNames())
        .containsExactlyInAnyOrderElementsOf(rules);
    assertThat(Palette.rule("a rule of one's own")).isEqualTo(Palette.rule("a rule of one's own"));
  }
}
