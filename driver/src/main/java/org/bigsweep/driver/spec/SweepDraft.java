package org.bigsweep.driver.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.space.Constraint;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.RandomDraws;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SpaceDefinition;
import org.bigsweep.driver.space.SpaceException;
import org.bigsweep.driver.space.SubSpace;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;

/** A sweep while it is put together. */
final class SweepDraft {
  String name = "";
  Optional<String> question = Optional.empty();
  String dataset = "mnist";
  SubSpace root = SubSpace.EMPTY;
  Map<String, SubSpace> rules = new LinkedHashMap<>();
  List<Map<String, Constraint>> exclusions = List.of();
  Optional<RandomDraws> random = Optional.empty();
  Seeds seeds = new Seeds(Values.of(List.of()), Values.of(List.of("0")));
  KeepWeights keepWeights = KeepWeights.NONE;
  Schedule schedule = Schedule.EXHAUSTIVE;
  String scheduleOrigin = "";
  List<String> factors = List.of();
  String factorsOrigin = "";

  /**
   * The finished sweep.
   *
   * @param label what error messages call the text
   * @throws SweepFileException if it spans no trial or its parts do not fit
   */
  Sweep sweep(ParameterCatalog catalog, String label, String text, List<String> overrides) {
    SubSpace all =
        root.with(new Setting(TrialParameters.DATASET.name(), Domain.of(dataset), ""))
            .with(new Setting(TrialParameters.SEED.name(), new Domain.All(seeds.all()), ""));
    SpaceDefinition definition = new SpaceDefinition(all, rules, exclusions, random);
    try {
      SearchSpace space = new SearchSpace(definition, catalog);
      if (space.size() == 0) {
        throw new SpaceException("", "Invalid exclude: every trial (must leave at least one)");
      }
      checkFactors(definition);
      ScheduleReader.check(schedule, space, scheduleOrigin);
      return new Sweep(
          name, question, dataset, space, seeds, keepWeights, schedule, factors, text, overrides);
    } catch (SpaceException e) {
      throw new SweepFileException(
          e.origin().isEmpty() ? label + ":1" : e.origin(), e.getMessage());
    }
  }

  private void checkFactors(SpaceDefinition definition) {
    List<String> set = definition.allSettings().map(Setting::name).distinct().sorted().toList();
    for (String factor : factors) {
      if (!set.contains(factor)) {
        throw new SweepFileException(
            factorsOrigin,
            "Invalid factors: " + factor + " (must be a parameter that the sweep sets)");
      }
    }
  }
}
