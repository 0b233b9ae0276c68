package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.junit.jupiter.api.Test;

class AnswerTableTest {
  private static final AnswerTable LAYERS =
      AnswerTable.of(List.of(1, 2))
          .column("layer", layer -> layer)
          .column("norm", layer -> layer == 1 ? 0.5 : 0.7)
          .column("target", layer -> Optional.empty())
          .build();

  @Test
  void transposed_leavesOutColumnsWithoutValues() {
    AnswerTable turned = LAYERS.transposed();

    assertThat(turned.columns()).containsExactly("layer", "1", "2");
    assertThat(turned.values())
        .containsExactly(List.of("norm", Optional.of(0.5), Optional.of(0.7)));
  }

  @Test
  void thinned_keepsTheEnds() {
    AnswerTable table =
        AnswerTable.of(IntStream.range(0, 101).boxed().toList()).column("epoch", e -> e).build();

    assertThat(table.thinned(5).values())
        .containsExactly(List.of(0), List.of(25), List.of(50), List.of(75), List.of(100));
    assertThat(table.thinned(1000).rows()).hasSize(101);
    assertThat(LAYERS.thinned(1).rows()).hasSize(1);
  }

  @Test
  void first_saysWhetherItCut() {
    assertThat(LAYERS.first(1).rows()).hasSize(1);
    assertThat(LAYERS.first(1).isCut()).isTrue();
    assertThat(LAYERS.first(2).isCut()).isFalse();
  }

  @Test
  void without_leavesOutTheColumn() {
    assertThat(LAYERS.without("norm").columns()).containsExactly("layer", "target");
  }

  @Test
  void row_valuesByTheNamesOfTheirColumns_haveTypes() {
    Row row =
        AnswerTable.of(List.of("x"))
            .column("name", name -> name)
            .column("n", name -> 3L)
            .column("share", name -> Optional.of(0.25))
            .column("lost", name -> true)
            .column("parameters", name -> Map.of("depth", "5"))
            .column("none", name -> Optional.empty())
            .build()
            .rows()
            .get(0);

    assertThat(row.text("name")).isEqualTo("x");
    assertThat(row.whole("n")).isEqualTo(3);
    assertThat(row.real("share")).isEqualTo(0.25);
    assertThat(row.flag("lost")).isTrue();
    assertThat(row.map("parameters")).isEqualTo(Map.of("depth", "5"));
    assertThat(row.number("none")).isEmpty();
    assertThat(row.text("none")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.text("nome"))
        .withMessageContaining("nome");
  }
}
