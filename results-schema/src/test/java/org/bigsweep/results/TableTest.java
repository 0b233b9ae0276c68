package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void measuredAndProvenanceColumns_partitionEveryTable() {
    assertThat(Table.all())
        .allSatisfy(
            table -> {
              List<String> parts = new ArrayList<>(table.measuredColumns());
              parts.addAll(table.provenanceColumns());
              assertThat(parts).containsExactlyInAnyOrderElementsOf(table.columns());
            });
  }

  @Test
  void measuredColumns_holdWhatTrainingDecides() {
    assertThat(Table.TRIALS.measuredColumns())
        .contains("trial_id", "state", "train_loss", "test_accuracy", "dataset_sha256")
        .doesNotContain("host", "started", "seconds", "commit", "sgemm_gflops");
    assertThat(Table.EPOCHS.provenanceColumns()).containsExactly("seconds", "samples_per_second");
    assertThat(Table.LAYERS.provenanceColumns()).isEmpty();
    assertThat(Table.ATTEMPTS.measuredColumns()).containsExactly("trial_id");
  }

  @Test
  void columns_thatMayBeNull_sayWhen() {
    assertThat(Table.all())
        .allSatisfy(
            table ->
                assertThat(table.schema().getFields())
                    .allSatisfy(
                        field ->
                            assertThat(Column.of(field).nullWhen().isPresent())
                                .as(field.name())
                                .isEqualTo(field.schema().isNullable())));
  }

  /** What a reader must not expect of files of the first schema version. */
  @Test
  void laterColumns_areThoseThatOlderFilesMayLack() {
    assertThat(Table.LAYERS.laterColumns())
        .contains("weighted_cosine", "loss_decrease")
        .doesNotContain("trial_id", "epoch", "estimate_cosine");
    assertThat(Table.TRIALS.columns()).containsAll(Table.TRIALS.laterColumns());
  }

  @Test
  void state_lost_isWithoutAFinalValue() {
    assertThat(TrialState.values())
        .filteredOn(TrialState::lost)
        .containsExactly(TrialState.DIVERGED, TrialState.FAILED);
  }

  @Test
  void table_isCalledByItsName() {
    assertThat(Table.TRIALS).hasToString("trials");
    assertThat(Table.PAUSED.name()).isEqualTo("paused");
  }
}
