package org.bigsweep.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.Rows;
import org.junit.jupiter.api.Test;

final class RowsFormatTest {
  @Test
  void text_mixedValues_alignedAndRounded() {
    assertThat(printed(RowsFormat.TEXT))
        .isEqualTo(
            """
            rule          x  when
            BIG(σ²)  0.3333  1970-01-01T00:00:00Z
            a,"b"            1970-01-01T00:00:00Z
            """);
  }

  @Test
  void csv_mixedValues_quotedAndInFull() {
    assertThat(printed(RowsFormat.CSV))
        .isEqualTo(
            """
            rule,x,when
            BIG(σ²),0.33330000001,1970-01-01T00:00:00Z
            "a,""b""\",,1970-01-01T00:00:00Z
            """);
  }

  @Test
  void json_mixedValues_inFull() {
    assertThat(printed(RowsFormat.JSON))
        .isEqualTo(
            """
            [
            {"rule":"BIG(σ²)","x":0.33330000001,"when":"1970-01-01T00:00:00Z"},
            {"rule":"a,\\"b\\"","x":null,"when":"1970-01-01T00:00:00Z"}
            ]
            """);
  }

  private static String printed(RowsFormat format) {
    StringWriter text = new StringWriter();
    format.print(
        Rows.of(
            List.of("rule", "x", "when"),
            List.of(
                List.of("BIG(σ²)", 0.33330000001, Instant.EPOCH),
                List.of("a,\"b\"", Optional.empty(), Instant.EPOCH))),
        new PrintWriter(text, true));
    return text.toString();
  }
}
