package org.bigsweep.results.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;

/** Parquet files that another program, or another version of this one, wrote. */
public final class ForeignFile {
  private ForeignFile() {}

  public static void write(Path file, GenericRecord row) throws IOException {
    Files.createDirectories(file.getParent());
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withSchema(row.getSchema())
            .withDataModel(GenericData.get())
            .build()) {
      writer.write(row);
    }
  }
}
