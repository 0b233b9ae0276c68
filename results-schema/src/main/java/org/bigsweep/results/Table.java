package org.bigsweep.results;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A table of a results folder. {@code SPEC.md} defines every column.
 *
 * @param <R> the record type of a row
 */
public final class Table<R extends SpecificRecord> {
  /** The version of the schemas, written into every file; {@code SPEC.md} has the history. */
  public static final int SCHEMA_VERSION = 4;

  /** One row per trial. A group's file in this table commits the group. */
  public static final Table<Trial> TRIALS =
      new Table<>("trials", Trial.class, Trial.getClassSchema(), Trial::getTrialId);

  /** One row per epoch of a trial, epoch 0 included. */
  public static final Table<Epoch> EPOCHS =
      new Table<>("epochs", Epoch.class, Epoch.getClassSchema(), Epoch::getTrialId);

  /** One row per layer and epoch of a trial. */
  public static final Table<Layer> LAYERS =
      new Table<>("layers", Layer.class, Layer.getClassSchema(), Layer::getTrialId);

  /** One row per start of a trial, committed or not. */
  public static final Table<Attempt> ATTEMPTS =
      new Table<>("attempts", Attempt.class, Attempt.getClassSchema(), Attempt::getTrialId);

  /** One row per epoch of a trial up to where it paused, epoch 0 included. */
  public static final Table<PausedEpoch> PAUSED =
      new Table<>(
          "paused", PausedEpoch.class, PausedEpoch.getClassSchema(), PausedEpoch::getTrialId);

  /** One row per rung of a sweep's schedule, configuration compared there, and tuning seed. */
  public static final Table<Decision> DECISIONS =
      new Table<>("decisions", Decision.class, Decision.getClassSchema(), Decision::getTrialId);

  private static final List<Table<?>> ALL =
      List.of(TRIALS, EPOCHS, LAYERS, ATTEMPTS, PAUSED, DECISIONS);

  private final String name;
  private final Class<R> recordClass;
  private final Schema schema;
  private final Function<R, String> trialId;

  private Table(String name, Class<R> recordClass, Schema schema, Function<R, String> trialId) {
    this.name = name;
    this.recordClass = recordClass;
    this.schema = schema;
    this.trialId = trialId;
  }

  /** All tables. */
  public static List<Table<?>> all() {
    return ALL;
  }

  /** The name, which is also the directory in a results folder. */
  public String name() {
    return name;
  }

  public Schema schema() {
    return schema;
  }

  /** The trial that a row belongs to. */
  public String trialId(R row) {
    return trialId.apply(row);
  }

  /** All columns, in order. */
  public Set<String> columns() {
    return columnsWhere(field -> true);
  }

  /**
   * The columns that hold the same bits whenever the same trial is trained on the same BLAS kernel
   * family, wherever and in whatever company, unless it {@link TrialState#FAILED failed}.
   */
  public Set<String> measuredColumns() {
    return columnsWhere(field -> !Column.of(field).provenance());
  }

  /** The measured columns that files of older schema versions may lack. */
  public Set<String> laterColumns() {
    return columnsWhere(field -> Column.of(field).since() > 1);
  }

  /** The columns that tell where, when and by what a row was made. */
  public Set<String> provenanceColumns() {
    return columnsWhere(field -> Column.of(field).provenance());
  }

  SpecificData model() {
    return SpecificData.getForSchema(schema);
  }

  private Set<String> columnsWhere(Predicate<Schema.Field> condition) {
    return schema.getFields().stream()
        .filter(condition)
        .map(Schema.Field::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public String toString() {
    return name;
  }
}
