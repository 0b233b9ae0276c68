package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredRowsTest {
  private static final StoredRows LAYERS =
      new StoredRows(
          List.of("layer", "norm", "target"),
          List.of(List.of(1, 0.5, Optional.empty()), List.of(2, 0.7, Optional.empty())));

  @Test
  void transposed_leavesOutColumnsWithoutValues() {
    StoredRows turned = LAYERS.transposed();

    assertThat(turned.columns()).containsExactly("layer", "1", "2");
    assertThat(turned.rows()).containsExactly(List.of("norm", 0.5, 0.7));
  }

  @Test
  void thinned_keepsTheEnds() {
    StoredRows rows =
        new StoredRows(
            List.of("epoch"), IntStream.range(0, 101).mapToObj(List::<Object>of).toList());

    assertThat(rows.thinned(5).rows())
        .containsExactly(List.of(0), List.of(25), List.of(50), List.of(75), List.of(100));
    assertThat(rows.thinned(1000).rows()).hasSize(101);
    assertThat(LAYERS.thinned(1).rows()).hasSize(1);
  }

  @Test
  void numbersAndWithout_ofAColumn() {
    assertThat(LAYERS.numbers("norm")).containsExactly(0.5, 0.7);
    assertThat(LAYERS.numbers("target")).isEmpty();
    assertThat(LAYERS.without("norm").columns()).containsExactly("layer", "target");
  }
}
