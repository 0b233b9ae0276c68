package org.bigsweep.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.testing.ForeignFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the golden files of the current schema version and the broken ones, once per version:
 * {@code mvn -pl results-schema test -Dtest=GoldenFiles -Dgolden.write=true}. Files of older
 * versions are never written again.
 */
@EnabledIfSystemProperty(named = "golden.write", matches = "true")
class GoldenFiles {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @Test
  void write_all() throws IOException {
    writeCurrentVersion();
    writeBroken();
  }

  private static void writeCurrentVersion() {
    ResultsFolder folder =
        ResultsFolder.at(
            GOLDEN.resolve("v" + Table.SCHEMA_VERSION).toString(), new Configuration());
    ResultsWriter writer = new ResultsWriter(folder);
    writer.publish(GoldenTest.rows());
    writer.publishPaused(GoldenTest.paused());
    writer.publishDecisions(GoldenTest.decisions());
  }

  private static void writeBroken() throws IOException {
    Path version = GOLDEN.resolve("v" + Table.SCHEMA_VERSION);
    String name = GoldenTest.rows().name() + ".parquet";
    byte[] whole = Files.readAllBytes(version.resolve("trials").resolve(name));
    int footer = whole.length - 8 - footerLength(whole);

    write("empty", new byte[0]);
    write("text", "trial_id,rule,state\n0123,BP,DONE\n".getBytes(StandardCharsets.UTF_8));
    write("truncated", Arrays.copyOf(whole, whole.length * 2 / 3));
    write("no-footer", Arrays.copyOf(whole, footer));
    write("damaged-footer", overwritten(whole, footer, footer + 200));
    write("damaged-data", overwritten(whole, 30, 70));
    write("epochs-as-trials", Files.readAllBytes(version.resolve("epochs").resolve(name)));

    Schema foreign =
        SchemaBuilder.record("Foreign")
            .fields()
            .requiredInt("trial_id")
            .requiredString("state")
            .endRecord();
    Path wrong = GOLDEN.resolve("broken/wrong-type.parquet");
    Files.deleteIfExists(wrong);
    ForeignFile.write(
        wrong, new GenericRecordBuilder(foreign).set("trial_id", 1).set("state", "DONE").build());
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
  }

  private static byte[] overwritten(byte[] file, int from, int to) {
    byte[] copy = file.clone();
    Arrays.fill(copy, from, to, (byte) 0x5a);
    return copy;
  }

  private static void write(String name, byte[] content) throws IOException {
    Path file = GOLDEN.resolve("broken").resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
