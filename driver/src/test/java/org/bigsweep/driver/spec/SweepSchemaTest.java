package org.bigsweep.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.junit.jupiter.api.Test;

class SweepSchemaTest {
  private static final Path FILE = Path.of("../sweeps/sweep.schema.json");

  private final SweepSchema schema = new SweepSchema(ParameterCatalog.standard());

  /** After a change of the catalog, {@code -Dsweeps.schema.write=true} writes the file anew. */
  @Test
  void text_isTheShippedFile() throws IOException {
    if (Boolean.getBoolean("sweeps.schema.write")) {
      Files.writeString(FILE, schema.text());
    }

    assertThat(FILE).hasContent(schema.text());
  }

  @Test
  void text_describesEveryParameterAndKey() throws IOException {
    JsonNode root = new ObjectMapper().readTree(schema.text());
    List<String> keys = SweepReader.KEYS;

    assertThat(root.get("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(keys);
    ParameterCatalog.standard()
        .parameters()
        .forEach(
            p ->
                assertThat(
                        root.at("/definitions/constraints/properties/" + p.name()).isMissingNode())
                    .as(p.name())
                    .isFalse());
  }
}
