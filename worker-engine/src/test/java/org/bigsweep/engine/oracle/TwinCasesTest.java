package org.bigsweep.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed cases of newer options are those that the twin computes. */
class TwinCasesTest {
  private static final Path CASES = Path.of("src/test/resources/oracle");

  /** Machines may differ in the last digits of tanh and exp. */
  private static final Comparator<JsonNode> CLOSE =
      (a, b) -> {
        boolean same =
            a.isNumber() && b.isNumber()
                ? Math.abs(a.asDouble() - b.asDouble()) <= 1e-12
                : a.equals(b);
        return same ? 0 : 1;
      };

  @TempDir private Path folder;

  static Stream<Map.Entry<String, JsonNode>> cases() {
    return TwinCases.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void all_everyCase_isTheCommittedFile(Map.Entry<String, JsonNode> computed) throws IOException {
    JsonNode committed = read(CASES.resolve(computed.getKey() + ".json"));

    assertThat(committed.equals(CLOSE, computed.getValue())).isTrue();
    ArrayNode row = (ArrayNode) committed.at("/expected/new_bf4");
    row.set(0, row.get(0).asDouble() + 1e-11);
    assertThat(committed.equals(CLOSE, computed.getValue())).as("the comparison sees it").isFalse();
  }

  @Test
  void main_folder_receivesEveryCase() throws IOException {
    TwinCases.main(new String[] {folder.toString()});

    for (Map.Entry<String, JsonNode> computed : TwinCases.all().entrySet()) {
      assertThat(
              read(folder.resolve(computed.getKey() + ".json")).equals(CLOSE, computed.getValue()))
          .isTrue();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
