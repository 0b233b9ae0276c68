package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.rule.Backpropagation;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrialRowsTest {
  private static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  private static Epoch epoch(int number, Optional<Double> validationAccuracy) {
    return TrialRows.epoch(
        "id",
        number,
        Optional.empty(),
        validationAccuracy.map(accuracy -> new Evaluation(1, accuracy)),
        new Evaluation(1, 0.5),
        false,
        1);
  }

  @Test
  void best_equalAccuracies_isTheEarliestAfterEpochZero() {
    List<Epoch> epochs =
        List.of(
            epoch(0, Optional.of(0.99)),
            epoch(1, Optional.of(0.7)),
            epoch(2, Optional.of(0.8)),
            epoch(3, Optional.of(0.8)),
            epoch(4, Optional.of(0.1)));

    assertThat(TrialRows.best(epochs).getEpoch()).isEqualTo(2);
  }

  @Test
  void column_camelCase_isSnakeCase() {
    assertThat(TrialRows.column("adamBeta1")).isEqualTo("adam_beta1");
    assertThat(TrialRows.column("sigma2")).isEqualTo("sigma2");
    assertThat(TrialRows.column("inhibitionNoiseVariance")).isEqualTo("inhibition_noise_variance");
  }

  /** The rules that come with bigsweep; others may be on the class path. */
  static Stream<String> builtInRules() {
    return CATALOG.ruleNames().stream()
        .filter(name -> CATALOG.preset(name).isEmpty())
        .filter(
            name ->
                CATALOG.rule(name).getClass().getPackage() == Backpropagation.class.getPackage());
  }

  @ParameterizedTest
  @MethodSource("builtInRules")
  void column_parameterOfBuiltInRule_existsAndIsOptionalWhereTheParameterIs(String rule) {
    for (Parameter<?> parameter : CATALOG.parametersOf(rule)) {
      Schema.Field column = Trial.getClassSchema().getField(TrialRows.column(parameter.name()));
      assertThat(column).as(parameter.name()).isNotNull();
      if (!column.schema().isUnion()) {
        assertThat(parameter.condition().anyOf()).as(parameter.name()).isEmpty();
      }
    }
  }
}
