package org.bigsweep.results;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The measured columns of a row: what must be the same whenever the same trial is trained. */
final class MeasuredColumns {
  private static final List<Schema.Field> OF_TRIALS = measured(Table.TRIALS);

  private MeasuredColumns() {}

  private static List<Schema.Field> measured(Table<?> table) {
    return table.schema().getFields().stream()
        .filter(field -> !Column.of(field).provenance())
        .toList();
  }

  static int hash(Trial row) {
    return values(row, OF_TRIALS).hashCode();
  }

  private static List<String> values(SpecificRecord row, List<Schema.Field> fields) {
    return fields.stream().map(field -> String.valueOf(row.get(field.pos()))).toList();
  }
}
