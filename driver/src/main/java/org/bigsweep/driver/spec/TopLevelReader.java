package org.bigsweep.driver.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.RandomDraws;
import org.bigsweep.driver.space.Values;
import org.bigsweep.driver.spec.YamlSource.Entry;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** A reader of the top level of a sweep file. */
final class TopLevelReader {
  private final YamlSource source;
  private final ParameterCatalog catalog;
  private final SpaceReader spaces;

  TopLevelReader(YamlSource source, ParameterCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
    this.spaces = new SpaceReader(source, catalog);
  }

  SweepDraft draft(Node root) {
    Map<String, Entry> entries = source.mapping(root, "sweep", SweepReader.KEYS);
    for (String required : List.of("version", "name")) {
      if (!entries.containsKey(required)) {
        throw source.error(root, "Missing key: " + required);
      }
    }
    SweepDraft draft = new SweepDraft();
    entries.forEach((key, entry) -> read(key, entry.value(), draft));
    draft.root = spaces.space(entries);
    return draft;
  }

  private void read(String key, Node node, SweepDraft draft) {
    switch (key) {
      case "version" -> version(node);
      case "name" -> draft.name = name(node);
      case "question" -> draft.question = Optional.of(source.scalar(node, key).strip());
      case "dataset" -> draft.dataset = source.scalar(node, key).strip();
      case "exclude" -> draft.exclusions = spaces.exclusions(node);
      case "random" -> draft.random = Optional.of(random(node));
      case "rules" ->
          source
              .mapping(node, key)
              .forEach((rule, entry) -> draft.rules.put(rule, spaces.rule(entry)));
      case "seeds" -> draft.seeds = seeds(node);
      case "keepWeights" -> draft.keepWeights = source.choice(node, key, SweepReader.KEEP_WEIGHTS);
      case "schedule" -> {
        draft.schedule = new ScheduleReader(source, catalog).read(node);
        draft.scheduleOrigin = source.origin(node);
      }
      case "factors" -> {
        draft.factors = new ScheduleReader(source, catalog).parameters(node, key);
        draft.factorsOrigin = source.origin(node);
      }
      default -> {}
    }
  }

  private void version(Node node) {
    String version = source.scalar(node, "version");
    String only = Integer.toString(SweepReader.VERSION);
    if (!version.equals(only)) {
      throw source.invalid(node, "version", version, only);
    }
  }

  private String name(Node node) {
    String name = source.scalar(node, "name");
    if (!SweepReader.NAME.matcher(name).matches()) {
      throw source.error(node, SweepReader.invalidName(name));
    }
    return name;
  }

  private Seeds seeds(Node node) {
    if (!(node instanceof MappingNode)) {
      return new Seeds(Values.of(List.of()), seedValues(node));
    }
    Map<String, Entry> parts = source.mapping(node, "seeds", List.of("tune", "report"));
    if (parts.size() < 2) {
      throw source.error(node, "Invalid seeds: one part (must name both tune and report)");
    }
    return new Seeds(
        seedValues(parts.get("tune").value()), seedValues(parts.get("report").value()));
  }

  private Values seedValues(Node node) {
    Domain domain = spaces.domain(TrialParameters.SEED, node);
    if (domain.continuous()) {
      throw source.invalid(node, "seeds", "continuous", "whole numbers");
    }
    return domain.values();
  }

  private RandomDraws random(Node node) {
    Map<String, Entry> parts = source.mapping(node, "random", List.of("n", "seed", "sequence"));
    if (!parts.containsKey("n")) {
      throw source.error(node, "Missing key: n (must be given in random)");
    }
    long n = source.whole(parts.get("n").value(), "random.n", 1, SweepReader.MOST_DRAWS);
    long seed =
        parts.containsKey("seed")
            ? source.whole(parts.get("seed").value(), "random.seed", 0, Long.MAX_VALUE)
            : 0;
    RandomDraws.Sequence sequence =
        parts.containsKey("sequence")
            ? source.choice(parts.get("sequence").value(), "random.sequence", SweepReader.SEQUENCES)
            : RandomDraws.Sequence.INDEPENDENT;
    return new RandomDraws(Math.toIntExact(n), seed, sequence);
  }
}
