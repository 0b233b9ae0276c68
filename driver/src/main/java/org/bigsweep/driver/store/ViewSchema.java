package org.bigsweep.driver.store;

import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.bigsweep.results.Table;

/** A conversion of a table's schema into Spark's, so that no file has to be opened to learn it. */
final class ViewSchema {
  private ViewSchema() {}

  static StructType of(Table<?> table) {
    StructType type = new StructType();
    for (Schema.Field field : table.schema().getFields()) {
      type = type.add(field.name(), type(field.schema()), true, field.doc());
    }
    return type;
  }

  private static DataType type(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case UNION ->
          type(
              schema.getTypes().stream()
                  .filter(s -> s.getType() != Schema.Type.NULL)
                  .findFirst()
                  .orElseThrow());
      case STRING, ENUM -> DataTypes.StringType;
      case INT -> DataTypes.IntegerType;
      case LONG ->
          logical != null && logical.getName().startsWith("timestamp")
              ? DataTypes.TimestampType
              : DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case FLOAT -> DataTypes.FloatType;
      case BOOLEAN -> DataTypes.BooleanType;
      case MAP -> DataTypes.createMapType(DataTypes.StringType, type(schema.getValueType()), false);
      default -> throw new IllegalArgumentException("Invalid column type: " + schema);
    };
  }
}
