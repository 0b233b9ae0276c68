package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.testing.ForeignFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other schema versions, in the same folder as those of this one. */
class EvolutionTest {
  @TempDir private Path directory;
  private ResultsReader reader;

  @BeforeEach
  void publishOneOfThisVersion() {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    new ResultsWriter(folder).publish(SampleRows.group("current"));
    reader = new ResultsReader(folder);
  }

  @Test
  void read_olderFileWithoutNullableColumns_givesNull() throws IOException {
    Schema older = schema(Set.of("sigma2", "top_update_step"), List.of());
    writeForeign(older, "older");

    assertThat(reader.read(Table.TRIALS))
        .extracting(Trial::getTrialId, Trial::getSigma2, Trial::getTestAccuracy)
        .containsExactlyInAnyOrder(
            tuple(SampleRows.id("current"), 0.1, 0.829),
            tuple(SampleRows.id("older"), null, 0.829));
  }

  @Test
  void read_columnThatOlderFilesLack_givesNull() throws IOException {
    writeForeign(schema(Set.of("sigma2"), List.of()), "older");

    assertThat(reader.read(Table.TRIALS, List.of("sigma2")).map(row -> row.get("sigma2")))
        .containsExactlyInAnyOrder(0.1, null);
  }

  @Test
  void read_newerFileWithMoreColumns_ignoresThem() throws IOException {
    Schema.Field added =
        new Schema.Field(
            "later_idea",
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.DOUBLE)),
            "Not known yet",
            Schema.Field.NULL_DEFAULT_VALUE);
    writeForeign(schema(Set.of(), List.of(added)), "newer");

    assertThat(SampleRows.ids(reader.read(Table.TRIALS))).containsExactly("current", "newer");
  }

  private static Schema schema(Set<String> without, List<Schema.Field> with) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : Table.TRIALS.schema().getFields()) {
      if (!without.contains(field.name())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    fields.addAll(with);
    return Schema.createRecord("Trial", "", "org.bigsweep.results", false, fields);
  }

  private void writeForeign(Schema schema, String id) throws IOException {
    Trial full = SampleRows.trial(id, TrialState.DONE);
    GenericRecord row = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      if (full.hasField(field.name())) {
        row.put(field.name(), full.get(field.name()));
      }
    }
    row.put("started", SampleRows.START.toEpochMilli());
    ForeignFile.write(directory.resolve("trials").resolve(id + ".parquet"), row);
  }
}
