package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;

/**
 * The values that the configurations of a bracket share: those of the parameters that divide the
 * space into brackets, and those that decide what an accuracy means. A rule is named as it is
 * reported.
 *
 * @param text {@code name=value}, joined by blanks
 */
record BracketKey(String text, int horizon) {
  /**
   * The parameters that every bracket shares. Accuracies of trials that differ in these cannot be
   * compared.
   */
  private static final List<String> PROTOCOL =
      List.of(
          TrialParameters.DATASET.name(),
          TrialParameters.TRAINING_IMAGES.name(),
          TrialParameters.VALIDATION_IMAGES.name(),
          TrialParameters.EPOCHS.name());

  static BracketKey of(TrialSpec spec, List<String> per, ParameterCatalog catalog) {
    String text =
        Stream.concat(per.stream(), new TreeSet<>(PROTOCOL).stream())
            .distinct()
            .flatMap(name -> value(name, spec, catalog).map(v -> name + "=" + v).stream())
            .collect(Collectors.joining(" "));
    return new BracketKey(text, Math.toIntExact(spec.get(TrialParameters.EPOCHS)));
  }

  private static Optional<String> value(String name, TrialSpec spec, ParameterCatalog catalog) {
    return name.equals(TrialParameters.RULE.name())
        ? Optional.of(catalog.label(spec))
        : Optional.ofNullable(spec.values().get(name));
  }
}
