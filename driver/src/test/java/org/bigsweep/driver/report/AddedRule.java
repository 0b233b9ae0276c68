package org.bigsweep.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;

/** What the driver makes of a rule on the class path; run by {@link AddedRuleTest}. */
public final class AddedRule implements Runnable {
  private static final String RULE = "PerturbedFeedback";
  private static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", new DataSize(784, 10, 60_000, 10_000));
  private static final double FORWARD = 784 * 256 + 3 * 256 * 256 + 256 * 10;
  private static final double ABOVE = FORWARD - 784 * 256;

  private final ParameterCatalog catalog = ParameterCatalog.standard();

  @Override
  public void run() {
    assertThat(catalog.ruleNames()).contains("BP", RULE);
    isCosted();
    isPlanned();
    isDrawn();
  }

  private void isCosted() {
    for (int copies : new int[] {1, 2, 7}) {
      TrialSpec spec =
          catalog.resolve(Map.of("rule", RULE, "copies", "" + copies, "validationImages", "0"));
      double samples = 4.0 * (55_000 / 128) * 128;
      double evaluated = 5.0 * 10_000;

      assertThat(MNIST.cost(spec).flops())
          .isEqualTo(2 * (samples * (2 * FORWARD + copies * ABOVE) + evaluated * FORWARD));
    }
  }

  private void isPlanned() {
    Sweep sweep =
        new SweepReader(catalog)
            .parse(
                "s.yaml",
                "version: 1\nname: s\ngrid: {rule: [BP, PerturbedFeedback], copies: [1, 8]}\n"
                    + "seeds: 0..4",
                List.of());
    SweepPlan plan = SweepPlan.of(sweep, MNIST, CostModel.TYPICAL, catalog, Stream.empty());

    assertThat(plan.toDo()).isEqualTo(15);
    assertThat(plan.secondsByRule()).containsOnlyKeys("BP", RULE, RULE + "(one)");
    double one = plan.secondsByRule().get(RULE + "(one)").seconds();
    assertThat(one).isGreaterThan(plan.secondsByRule().get("BP").seconds() * 0.99);
    assertThat(plan.secondsByRule().get(RULE).seconds()).isGreaterThan(1.5 * one);
    assertThat(plan.forecast(2, false).offHeapBytes()).isPositive();
  }

  private void isDrawn() {
    Map<String, Double> accuracy = new LinkedHashMap<>();
    accuracy.put("BP", 0.95);
    accuracy.put(RULE, 0.93);
    accuracy.put("BIG(balanced)", 0.9);

    assertThat(LearningCurves.lead(accuracy, ""))
        .isEqualTo("PerturbedFeedback leads BIG(balanced) by 3.0 points; BP reaches 95.0 %");
    assertThat(catalog.displayNames()).extracting(Palette::rule).doesNotHaveDuplicates();
    assertThat(catalog.displayNames()).endsWith(RULE, RULE + "(one)");
  }
}
