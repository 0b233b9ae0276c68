package org.bigsweep.driver.store;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** A writer of rows as an Arrow IPC file, which pandas and R read as Feather version 2. */
final class ArrowFile {
  private static final int BATCH = 16_384;
  private static final String UTC = "UTC";

  private ArrowFile() {}

  /** Writes all {@code rows}, a batch at a time. */
  static void write(StructType type, Iterator<Row> rows, WritableByteChannel out)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    for (StructField field : type.fields()) {
      fields.add(field(field.name(), field.dataType(), true));
    }
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, out)) {
      writer.start();
      while (rows.hasNext()) {
        root.allocateNew();
        int count = 0;
        List<Row> batch = new ArrayList<>();
        while (count < BATCH && rows.hasNext()) {
          batch.add(rows.next());
          count++;
        }
        for (int c = 0; c < fields.size(); c++) {
          column(root.getVector(c), c, batch, allocator);
        }
        root.setRowCount(count);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private static Field field(String name, DataType type, boolean nullable) {
    if (type instanceof MapType) {
      Field entries =
          new Field(
              MapVector.DATA_VECTOR_NAME,
              new FieldType(false, ArrowType.Struct.INSTANCE, null),
              List.of(
                  field(MapVector.KEY_NAME, DataTypes.StringType, false),
                  field(MapVector.VALUE_NAME, DataTypes.StringType, true)));
      return new Field(
          name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
    }
    return new Field(name, new FieldType(nullable, simple(type), null), List.of());
  }

  private static ArrowType simple(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return ArrowType.Utf8.INSTANCE;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return new ArrowType.Int(Integer.SIZE, true);
    }
    if (type.equals(DataTypes.LongType)) {
      return new ArrowType.Int(Long.SIZE, true);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return ArrowType.Bool.INSTANCE;
    }
    if (type.equals(DataTypes.TimestampType)) {
      return new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
    }
    throw new IllegalArgumentException("Invalid column type: " + type);
  }

  private static void column(FieldVector vector, int c, List<Row> rows, BufferAllocator allocator) {
    UnionMapWriter map = vector instanceof MapVector own ? own.getWriter() : null;
    for (int r = 0; r < rows.size(); r++) {
      Object value = rows.get(r).get(c);
      if (map != null) {
        map.setPosition(r);
        map(map, value, allocator);
      } else if (value != null) {
        set(vector, r, value);
      } else {
        vector.setNull(r);
      }
    }
    vector.setValueCount(rows.size());
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (vector instanceof VarCharVector text) {
      text.setSafe(row, value.toString().getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof IntVector whole) {
      whole.setSafe(row, (Integer) value);
    } else if (vector instanceof BigIntVector whole) {
      whole.setSafe(row, (Long) value);
    } else if (vector instanceof Float8Vector real) {
      real.setSafe(row, (Double) value);
    } else if (vector instanceof BitVector flag) {
      flag.setSafe(row, (Boolean) value ? 1 : 0);
    } else {
      Instant at = (Instant) value;
      ((TimeStampMicroTZVector) vector)
          .setSafe(row, at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }
  }

  private static void map(UnionMapWriter writer, Object value, BufferAllocator allocator) {
    if (value == null) {
      writer.writeNull();
      return;
    }
    Map<?, ?> entries = CollectionConverters.asJava((scala.collection.Map<?, ?>) value);
    writer.startMap();
    entries.forEach(
        (key, entry) -> {
          writer.startEntry();
          text(writer.key(), key.toString(), allocator);
          text(writer.value(), entry.toString(), allocator);
          writer.endEntry();
        });
    writer.endMap();
  }

  private static void text(UnionMapWriter writer, String text, BufferAllocator allocator) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (ArrowBuf buffer = allocator.buffer(bytes.length)) {
      buffer.setBytes(0, bytes);
      writer.varChar().writeVarChar(0, bytes.length, buffer);
    }
  }
}
