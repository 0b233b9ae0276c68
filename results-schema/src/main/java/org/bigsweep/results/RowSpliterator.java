package org.bigsweep.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.generic.IndexedRecord;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport.ReadContext;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordMaterializer;

/** A spliterator over the rows of an open file. It holds one row group in memory at a time. */
final class RowSpliterator<R extends IndexedRecord> extends Spliterators.AbstractSpliterator<R> {
  private final TableFile<R> source;
  private final ParquetFileReader file;
  private final MessageColumnIO columns;
  private final RecordMaterializer<R> materializer;
  private RecordReader<R> group;
  private long left;

  RowSpliterator(TableFile<R> source, ParquetFileReader file, ParquetConfiguration configuration) {
    super(file.getRecordCount(), Spliterator.ORDERED | Spliterator.NONNULL);
    this.source = source;
    this.file = file;
    FileMetaData about = file.getFileMetaData();
    Map<String, String> metadata = about.getKeyValueMetaData();
    AvroReadSupport<R> support = new AvroReadSupport<>(source.model());
    ReadContext context =
        support.init(new InitContext(configuration, sets(metadata), about.getSchema()));
    this.materializer = support.prepareForRead(configuration, metadata, about.getSchema(), context);
    this.columns =
        new ColumnIOFactory(about.getCreatedBy())
            .getColumnIO(context.getRequestedSchema(), about.getSchema());
    file.setRequestedSchema(context.getRequestedSchema());
  }

  private static Map<String, Set<String>> sets(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> Collections.singleton(e.getValue())));
  }

  @Override
  public boolean tryAdvance(Consumer<? super R> action) {
    R row;
    try {
      if (left == 0 && !nextGroup()) {
        return false;
      }
      left--;
      row = group.read();
    } catch (OutOfMemoryError e) {
      // a damaged page may state any size, whatever the footer says
      throw source.cannotRead("a page of it does not fit into memory", e);
    } catch (IOException | RuntimeException e) {
      throw StorageReason.isDamage(e)
          ? source.damaged("its data are damaged", e)
          : source.cannotRead(StorageReason.of(e), e);
    }
    source.check(row);
    action.accept(row);
    return true;
  }

  private boolean nextGroup() throws IOException {
    PageReadStore pages = file.readNextRowGroup();
    if (pages == null) {
      return false;
    }
    group = columns.getRecordReader(pages, materializer);
    left = pages.getRowCount();
    return true;
  }

  void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
