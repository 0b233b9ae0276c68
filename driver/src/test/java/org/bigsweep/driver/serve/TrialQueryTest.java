package org.bigsweep.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bigsweep.driver.store.VariedParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of 30,000 trials. Times are those of the thread, so that a busy machine passes. */
final class TrialQueryTest {
  private static final int TRIALS = 30_000;
  private static final long PAGE_NANOS = 300_000_000;
  private static final long SORT_NANOS = 1_000_000_000;

  private static TrialRows table;

  @BeforeAll
  static void make() {
    Random random = new Random(1);
    List<Object[]> rows = new ArrayList<>();
    for (int k = 0; k < TRIALS; k++) {
      rows.add(
          new Object[] {
            "%020x".formatted(random.nextLong()),
            List.of("BP", "DTP", "BIG(balanced)").get(k % 3),
            k % 50 == 0 ? "DIVERGED" : "DONE",
            k % 7 == 0,
            k % 50 == 0 ? null : random.nextDouble(),
            k % 11,
            "a reason of trial " + k,
            random.nextDouble()
          });
    }
    table =
        new TrialRows(
            List.of(
                "trial_id",
                "rule",
                "state",
                "collapsed",
                "test_accuracy",
                "depth",
                "reason",
                "validation_accuracy"),
            rows,
            VariedParameters.of(List.of()),
            Map.of());
  }

  private static TrialQuery query(String address) {
    return TrialQuery.of(RequestQuery.of(URI.create("/?" + address)), table);
  }

  private static long cpu(Runnable task) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    task.run();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }

  @Test
  void rows_of30000Trials_firstPageAndEverySortAreQuick() {
    assertThat(cpu(() -> query("").rows(table))).isLessThan(PAGE_NANOS);
    for (String column : table.columns()) {
      for (String down : List.of("0", "1")) {
        assertThat(cpu(() -> query("sort=" + column + "&down=" + down).rows(table)))
            .as(column)
            .isLessThan(SORT_NANOS);
      }
    }
    assertThat(cpu(() -> query("find=reason%202999").rows(table))).isLessThan(SORT_NANOS);
    assertThat(cpu(() -> query("").axes(table, 1000))).isLessThan(SORT_NANOS);
  }

  @Test
  void rows_filters_areAllMet() {
    assertThat(query("is=rule=BP&is=state=DONE&between=depth=3~4&find=trial").rows(table))
        .hasSize(
            (int)
                table.rows().stream()
                    .filter(row -> row[1].equals("BP") && row[2].equals("DONE"))
                    .filter(row -> (int) row[5] == 3 || (int) row[5] == 4)
                    .count())
        .isNotEmpty();
  }

  @Test
  void rows_absentValues_comeLastEitherWay() {
    for (String down : List.of("0", "1")) {
      List<Object[]> rows = query("sort=test_accuracy&down=" + down).rows(table);
      assertThat(rows.get(0)[4]).isNotNull();
      assertThat(rows.get(TRIALS - 1)[4]).isNull();
    }
  }

  @Test
  void axes_manyTrials_areThinnedAndSaySo() {
    Map<String, Object> axes = query("is=rule=BP").axes(table, 100);
    assertThat((List<?>) axes.get("lines")).hasSize(100);
    assertThat(axes).containsEntry("fits", TRIALS / 3);
  }
}
