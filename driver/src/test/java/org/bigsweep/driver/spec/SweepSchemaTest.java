package org.bigsweep.driver.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SweepSchemaTest {
  private static final Path FILE = Path.of("../sweeps/sweep.schema.json");
  private static final Path GUIDE = Path.of("../sweeps/README.md");
  private static final String TABLE_HEAD =
      "| parameter | what it is | values | default | exists for |\n|---|---|---|---|---|\n";

  private final SweepSchema schema = new SweepSchema(ParameterCatalog.standard());

  /** After a change of the catalog, {@code -Dsweeps.schema.write=true} writes the file anew. */
  @Test
  void text_isTheShippedFile() throws IOException {
    if (Boolean.getBoolean("sweeps.schema.write")) {
      Files.writeString(FILE, schema.text());
    }

    assertThat(FILE).hasContent(schema.text());
  }

  /** The same switch writes the table anew. */
  @Test
  void table_isInTheGuide() throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf(TABLE_HEAD) + TABLE_HEAD.length();
    int end = guide.indexOf("\n\n", start) + 1;
    String table = String.join("\n", schema.table()) + "\n";
    if (Boolean.getBoolean("sweeps.schema.write")) {
      Files.writeString(GUIDE, guide.substring(0, start) + table + guide.substring(end));
    }

    assertThat(Files.readString(GUIDE)).contains(TABLE_HEAD + table);
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

  static Stream<String> sweeps() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : ShippedSweepsTest.sweeps()) {
      texts.add(Files.readString(file));
    }
    ShippedSweepsTest.examples().forEach(e -> texts.add("version: 1\nname: example\n" + e));
    return texts.stream();
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void text_allowsWhatTheReaderReads(String sweep) throws IOException {
    assertThat(faults(sweep)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grid: {rule: BQ}",
        "grid: {rule: BIG, sigma2: -1}",
        "grid: {rule: BP, depth: []}",
        "grid: {rule: BP, lerningRate: 1}",
        "gird: {rule: BP}",
        "grid: {rule: BP, optimizer: adm}",
        "grid: {rule: BP}\nrandom: {n: 1, sequence: sobl}",
        "grid: {rule: BP}\nschedule: random",
        "grid: {rule: BP}\nschedule: {halving: {eta: 1}}",
        "grid: {rule: BP}\nschedule: {halving: {per: [dept]}}",
        "grid: {rule: BP}\nschedule: {hyperband: {minPart: 0}}",
        "grid: {rule: BP}\nschedule: {hyperband: {sampler: tp}}",
        "grid: {rule: BP}\nfactors: [dept]",
        "grid: {rule: BP}\nschedule: tpe",
        "grid: {rule: BP}\nschedule: {tpe: {wave: 4}}",
        "grid: {rule: BP}\nschedule: {halving: {eta: 2}, random: {n: 1}}",
        "grid: {rule: BP}\nkeepWeights: all",
        "grid: {rule: BP}\nwhen: {fixed: {depth: 3}}",
        "grid: {rule: BP}\nname: a/b"
      })
  void text_forbidsMistakes(String sweep) throws IOException {
    assertThat(faults("version: 1\n" + (sweep.contains("name") ? "" : "name: a\n") + sweep))
        .isNotEmpty();
  }

  private Set<ValidationMessage> faults(String sweep) throws IOException {
    JsonNode node =
        new ObjectMapper()
            .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(sweep));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(schema.text())
        .validate(node);
  }
}
