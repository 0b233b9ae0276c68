package org.bigsweep.results;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * One column of a table, as its schema describes it.
 *
 * @param type as in {@code SPEC.md}: string, int, long, double, boolean, timestamp or map
 * @param unit empty for names and pure numbers
 * @param nullWhen when the column is null; empty if never
 * @param since the schema version that brought it; older files lack it
 * @param provenance whether it tells of place, time or build rather than of the trial itself
 */
record Column(
    String name,
    String type,
    Optional<String> unit,
    Optional<String> nullWhen,
    int since,
    boolean provenance,
    String meaning) {

  static Column of(Schema.Field field) {
    return new Column(
        field.name(),
        type(field.schema()),
        Optional.ofNullable(field.getProp("unit")),
        Optional.ofNullable(field.getProp("nullWhen")),
        field.getObjectProp("since") instanceof Integer since ? since : 1,
        Boolean.TRUE.equals(field.getObjectProp("provenance")),
        field.doc());
  }

  private static String type(Schema schema) {
    Schema present = present(schema);
    LogicalType logical = present.getLogicalType();
    if (logical != null) {
      return Map.of("timestamp-millis", "timestamp").get(logical.getName());
    }
    return present.getType() == Schema.Type.MAP
        ? "map of " + present.getValueType().getType().getName()
        : present.getType().getName();
  }

  private static Schema present(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(s -> s.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }
}
