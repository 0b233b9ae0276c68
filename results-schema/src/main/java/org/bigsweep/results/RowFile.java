package org.bigsweep.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file to be written, with rows of one table.
 *
 * @param rows supplies all rows, every time it is asked
 * @param notes further entries of the file's footer
 */
record RowFile<R extends SpecificRecord>(
    Table<R> table, Supplier<Stream<R>> rows, Map<String, String> notes)
    implements Publication.Content {
  private static final String VERSION_KEY = "bigsweep.schema.version";

  RowFile(Table<R> table, List<R> rows) {
    this(table, rows::stream, Map.of());
  }

  @Override
  public void writeTo(FSDataOutputStream out) throws IOException {
    Map<String, String> footer = new HashMap<>(notes);
    footer.put(VERSION_KEY, Integer.toString(Table.SCHEMA_VERSION));
    try (Stream<R> all = rows.get();
        ParquetWriter<R> writer =
            AvroParquetWriter.<R>builder(new OpenFile(out))
                .withConf(TableFile.noSettings())
                .withSchema(table.schema())
                .withDataModel(table.model())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withExtraMetaData(footer)
                .build()) {
      all.forEachOrdered(row -> write(row, writer));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(R row, ParquetWriter<R> writer) {
    try {
      writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that is open already and that its opener closes. */
  private record OpenFile(FSDataOutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Unclosed(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Unclosed extends DelegatingPositionOutputStream {
    private final FSDataOutputStream out;

    Unclosed(FSDataOutputStream out) {
      super(out);
      this.out = out;
    }

    @Override
    public long getPos() {
      return out.getPos();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
