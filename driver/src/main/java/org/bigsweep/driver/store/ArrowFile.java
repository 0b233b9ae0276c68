package org.bigsweep.driver.store;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import scala.Function1;

/** A writer of rows as an Arrow IPC file, which pandas and R read as Feather version 2. */
final class ArrowFile {
  private static final int BATCH = 16_384;

  private ArrowFile() {}

  /** Writes all {@code rows}, a batch at a time; every column may have absent values. */
  static void write(StructType type, Iterator<Row> rows, WritableByteChannel out)
      throws IOException {
    Function1<Object, Object> internal = CatalystTypeConverters.createToCatalystConverter(type);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root =
            VectorSchemaRoot.create(
                ArrowUtils.toArrowSchema(type.asNullable(), "UTC", false, false), allocator);
        ArrowFileWriter file = new ArrowFileWriter(root, null, out)) {
      ArrowWriter batch = ArrowWriter.create(root);
      file.start();
      while (rows.hasNext()) {
        batch.reset();
        for (int count = 0; count < BATCH && rows.hasNext(); count++) {
          batch.write((InternalRow) internal.apply(rows.next()));
        }
        batch.finish();
        file.writeBatch();
      }
      file.end();
    }
  }
}
