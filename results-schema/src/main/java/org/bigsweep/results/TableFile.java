package org.bigsweep.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A file of a table, for reading.
 *
 * @param schema schema of the rows to make: the table's, or some of its columns
 * @param model the model that makes the rows
 */
record TableFile<R extends IndexedRecord>(
    FileSystem fileSystem, FileStatus status, Schema schema, GenericData model) {
  private static final String TRIAL_ID = "trial_id";

  /** Uncompressed bytes of a row group; ours have 128 MB. */
  private static final long MOST_GROUP_BYTES = 1L << 30;

  private static final String WEIGHTS = "weights";

  /**
   * Every row, in order, read as the stream goes; closing the stream closes the file. Columns that
   * the file does not have yet are null.
   *
   * @throws ResultsException now or while streaming, if the file cannot be read as this table
   */
  Stream<R> rows() {
    ParquetFileReader file = open();
    try {
      checkSchema(file.getFileMetaData().getSchema());
      checkSizes(file.getFooter());
      RowSpliterator<R> rows = new RowSpliterator<>(this, file, configuration());
      return StreamSupport.stream(rows, false).onClose(rows::close);
    } catch (RuntimeException e) {
      closeQuietly(file);
      throw e instanceof ResultsException ? e : damaged("its footer is damaged", e);
    }
  }

  /** Entries of the file's footer. */
  Map<String, String> notes() {
    try (ParquetFileReader file = open()) {
      return file.getFileMetaData().getKeyValueMetaData();
    } catch (IOException e) {
      throw cannotRead(StorageReason.of(e), e);
    }
  }

  private ParquetFileReader open() {
    StoredFile input = new StoredFile(fileSystem, status);
    try {
      Optional<String> damage = input.damage();
      if (damage.isPresent()) {
        throw damaged(damage.get(), null);
      }
      return ParquetFileReader.open(
          input,
          ParquetReadOptions.builder(noSettings()).usePageChecksumVerification(true).build());
    } catch (FileNotFoundException e) {
      throw cannotRead("it is gone", e);
    } catch (ResultsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw StorageReason.isDamage(e)
          ? damaged("its footer is damaged", e)
          : cannotRead(StorageReason.of(e), e);
    }
  }

  /**
   * Parquet's own defaults, without the files of Hadoop's, which take longer to parse than a table.
   */
  static ParquetConfiguration noSettings() {
    return new HadoopParquetConfiguration(new Configuration(false));
  }

  private ParquetConfiguration configuration() {
    ParquetConfiguration configuration = noSettings();
    configuration.set(AvroReadSupport.AVRO_REQUESTED_PROJECTION, schema.toString());
    configuration.set("parquet.avro.read.schema", schema.toString());
    configuration.setBoolean(AvroReadSupport.AVRO_COMPATIBILITY, false);
    return configuration;
  }

  private void checkSchema(MessageType found) {
    MessageType expected = new AvroSchemaConverter().convert(schema);
    for (Schema.Field field : schema.getFields()) {
      Type column = expected.getType(field.name());
      if (!found.containsField(field.name())) {
        if (!field.schema().isNullable()) {
          throw cannotRead("it is of another kind: it has no column " + field.name());
        }
      } else if (!sameType(column, found.getType(field.name()))) {
        throw cannotRead(
            "it is of another kind: its column "
                + field.name()
                + " is not "
                + Column.of(field).type());
      }
    }
  }

  /**
   * Checks the sizes that the footer states, since readers allocate that much memory: no more than
   * the file holds, and no absurd row group.
   */
  private void checkSizes(ParquetMetadata footer) {
    for (BlockMetaData group : footer.getBlocks()) {
      long rows = group.getRowCount();
      boolean fits = rows >= 0 && group.getTotalByteSize() <= MOST_GROUP_BYTES;
      for (ColumnChunkMetaData column : group.getColumns()) {
        long start = column.getStartingPos();
        long size = column.getTotalSize();
        fits &= start >= 0 && size >= 0 && start + size >= 0 && start + size <= status.getLen();
        fits &= column.getTotalUncompressedSize() <= MOST_GROUP_BYTES;
      }
      if (!fits) {
        throw damaged("its footer states sizes that cannot be", null);
      }
    }
  }

  /**
   * Checks what a row says that becomes the name of a file.
   *
   * @throws ResultsException if it leads out of the results folder
   */
  void check(R row) {
    CharSequence id = (CharSequence) row.get(schema.getField(TRIAL_ID).pos());
    if (!TrialId.isOne(id)) {
      throw cannotRead(
          "it has trial id " + TrialId.shown(id) + " (must be " + TrialId.FORMAT + ")");
    }
    Schema.Field weights = schema.getField(WEIGHTS);
    if (weights != null && row.get(weights.pos()) instanceof CharSequence path) {
      String expected = "weights/" + id + ".npz";
      if (!expected.contentEquals(path)) {
        throw cannotRead(
            "it has weights at " + TrialId.shown(path) + " (must be " + expected + ")");
      }
    }
  }

  private static boolean sameType(Type expected, Type found) {
    boolean fits =
        expected.isRepetition(Type.Repetition.OPTIONAL)
            || found.isRepetition(Type.Repetition.REQUIRED);
    if (!fits || expected.isPrimitive() != found.isPrimitive()) {
      return false;
    }
    if (!expected.isPrimitive()) {
      return true;
    }
    return expected.asPrimitiveType().getPrimitiveTypeName()
            == found.asPrimitiveType().getPrimitiveTypeName()
        && Objects.equals(expected.getLogicalTypeAnnotation(), found.getLogicalTypeAnnotation());
  }

  ResultsException cannotRead(String reason) {
    return new ResultsException(message(reason));
  }

  ResultsException cannotRead(String reason, Throwable cause) {
    return new ResultsException(message(reason), cause);
  }

  /** The exception that says that the file is not what was published. */
  ResultsException damaged(String reason, Throwable cause) {
    Path folder = status.getPath().getParent().getParent();
    return ResultsException.damaged(message(reason), ResultsFolder.display(folder), cause);
  }

  private String message(String reason) {
    return "Cannot read " + ResultsFolder.display(status.getPath()) + ": " + reason;
  }

  private static void closeQuietly(ParquetFileReader file) {
    try {
      file.close();
    } catch (IOException e) {
      // the file is being given up for a better reason
    }
  }
}
