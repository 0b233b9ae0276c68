package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.AnswerTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFormatTest {
  @Test
  void text_mixedValues_alignedAndRounded() {
    assertThat(printed(OutputFormat.TEXT))
        .isEqualTo(
            """
            rule          x  when
            BIG(σ²)  0.3333  1970-01-01T00:00:00Z
            a,"b"            1970-01-01T00:00:00Z
            """);
  }

  @Test
  void csv_mixedValues_quotedAndInFull() {
    assertThat(printed(OutputFormat.CSV))
        .isEqualTo(
            """
            rule,x,when
            BIG(σ²),0.33330000001,1970-01-01T00:00:00Z
            "a,""b""\",,1970-01-01T00:00:00Z
            """);
  }

  @Test
  void json_mixedValues_inFull() {
    assertThat(printed(OutputFormat.JSON))
        .isEqualTo(
            """
            [
            {"rule":"BIG(σ²)","x":0.33330000001,"when":"1970-01-01T00:00:00Z"},
            {"rule":"a,\\"b\\"","x":null,"when":"1970-01-01T00:00:00Z"}
            ]
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1"})
  void csv_textThatIsAFormula_beginsWithAnApostrophe(String formula) {
    assertThat(printed(OutputFormat.CSV, formula).lines().skip(1).reduce("", String::concat))
        .startsWith(formula.startsWith("\r") ? "\"'" : "'" + formula);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.5", "+1e-3", "-7", "BIG(eq. 4)", "a=b"})
  void csv_otherText_staysAsItIs(String text) {
    assertThat(printed(OutputFormat.CSV, text)).isEqualTo("x\n" + text + "\n");
  }

  @Test
  void csv_negativeNumbers_stayNumbers() {
    assertThat(printed(OutputFormat.CSV, -0.25)).isEqualTo("x\n-0.25\n");
    assertThat(printed(OutputFormat.CSV, Optional.of(-3))).isEqualTo("x\n-3\n");
  }

  @Test
  void text_controlCharacters_areVisible() {
    assertThat(printed(OutputFormat.TEXT, "\u001b[2Ja\nb\u009bc\u202ed"))
        .isEqualTo("x\n\\u001b[2Ja\\u000ab\\u009bc\\u202ed\n");
  }

  @Test
  void json_controlCharacters_areWhatTheyWere() throws IOException {
    String hostile = "\u001b[2J\u009b\u202e=1+1";
    StringWriter text = new StringWriter();
    OutputFormat.JSON.print(table(hostile), PlainText.writer(text));

    assertThat(text.toString()).doesNotContain("\u001b", "\u009b", "\u202e");
    assertThat(new ObjectMapper().readTree(text.toString()).get(0).get("x").asText())
        .isEqualTo(hostile);
  }

  private static AnswerTable table(Object cell) {
    return AnswerTable.of(List.of(cell)).column("x", x -> x).build();
  }

  private static String printed(OutputFormat format, Object cell) {
    StringWriter text = new StringWriter();
    format.print(table(cell), new PrintWriter(text, true));
    return text.toString();
  }

  private static String printed(OutputFormat format) {
    StringWriter text = new StringWriter();
    format.print(
        AnswerTable.of(List.of("BIG(σ²)", "a,\"b\""))
            .column("rule", rule -> rule)
            .column(
                "x", rule -> rule.startsWith("BIG") ? Optional.of(0.33330000001) : Optional.empty())
            .column("when", rule -> Instant.EPOCH)
            .build(),
        new PrintWriter(text, true));
    return text.toString();
  }
}
