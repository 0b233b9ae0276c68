package org.bigsweep.driver.spec;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bigsweep.driver.space.Constraint;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.RandomDraws;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SpaceDefinition;
import org.bigsweep.driver.space.SpaceException;
import org.bigsweep.driver.space.SubSpace;
import org.bigsweep.driver.space.Values;
import org.bigsweep.driver.spec.YamlSource.Entry;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.trial.KeepWeights;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads sweep files of version 1; every name and value is checked against a catalog. */
public final class SweepReader {
  /** The version of the format. */
  public static final int VERSION = 1;

  static final List<String> KEYS =
      List.of(
          "version",
          "name",
          "question",
          "dataset",
          "fixed",
          "grid",
          "zip",
          "union",
          "when",
          "exclude",
          "random",
          "rules",
          "seeds",
          "keepWeights",
          "schedule");

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  static final int MOST_DRAWS = 1_000_000;

  private final ParameterCatalog catalog;

  public SweepReader(ParameterCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The sweep of a file.
   *
   * @param overrides each {@code path=value}, applied in order; see {@code sweeps/README.md}
   * @throws SweepFileException if the file or an override breaks a law
   */
  public Sweep read(Path file, List<String> overrides) {
    try {
      return parse(file.toString(), Files.readString(file), overrides);
    } catch (NoSuchFileException e) {
      throw new SweepFileException("", "Cannot read sweep " + file + ": there is no such file");
    } catch (CharacterCodingException e) {
      throw new SweepFileException("", "Cannot read sweep " + file + ": it is not UTF-8 text");
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a directory" : e.getMessage();
      throw new SweepFileException("", "Cannot read sweep " + file + ": " + reason);
    }
  }

  /**
   * The sweep of a text.
   *
   * @param label what error messages call the text, such as its file name
   * @throws SweepFileException if the text or an override breaks a law
   */
  public Sweep parse(String label, String text, List<String> overrides) {
    YamlSource source = new YamlSource(label);
    Draft draft = new Parse(source).draft(source.root(text));
    Overrides apply = new Overrides(catalog);
    overrides.forEach(o -> apply.apply(o, draft));
    return sweep(draft, label, text, overrides);
  }

  /** A sweep while it is put together. */
  static final class Draft {
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
  }

  private Sweep sweep(Draft draft, String label, String text, List<String> overrides) {
    SubSpace root =
        draft
            .root
            .with(new Setting(TrialParameters.DATASET.name(), Domain.of(draft.dataset), ""))
            .with(new Setting(TrialParameters.SEED.name(), new Domain.All(draft.seeds.all()), ""));
    SpaceDefinition definition =
        new SpaceDefinition(root, draft.rules, draft.exclusions, draft.random);
    try {
      SearchSpace space = new SearchSpace(definition, catalog);
      if (space.size() == 0) {
        throw new SpaceException("", "Invalid exclude: every trial (must leave at least one)");
      }
      ScheduleReader.check(draft.schedule, space, draft.scheduleOrigin);
      return new Sweep(
          draft.name,
          draft.question,
          draft.dataset,
          definition,
          space,
          draft.seeds,
          draft.keepWeights,
          draft.schedule,
          text,
          overrides);
    } catch (SpaceException e) {
      throw new SweepFileException(
          e.origin().isEmpty() ? label + ":1" : e.origin(), e.getMessage());
    }
  }

  /** Reads one file. */
  private final class Parse {
    private final YamlSource source;
    private final SpaceReader spaces;

    Parse(YamlSource source) {
      this.source = source;
      this.spaces = new SpaceReader(source, catalog);
    }

    Draft draft(Node root) {
      Map<String, Entry> entries = source.mapping(root, "sweep", KEYS);
      for (String required : List.of("version", "name")) {
        if (!entries.containsKey(required)) {
          throw source.error(root, "Missing key: " + required);
        }
      }
      Draft draft = new Draft();
      entries.forEach((key, entry) -> read(key, entry.value(), draft));
      draft.root = spaces.space(entries);
      return draft;
    }

    private void read(String key, Node node, Draft draft) {
      switch (key) {
        case "version" -> only(node, key, List.of(Integer.toString(VERSION)));
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
        case "keepWeights" -> draft.keepWeights = keepWeights(only(node, key, KEEP_WEIGHTS));
        case "schedule" -> {
          draft.schedule = new ScheduleReader(source, catalog).read(node);
          draft.scheduleOrigin = source.origin(node);
        }
        default -> {}
      }
    }

    private String only(Node node, String what, List<String> values) {
      String value = source.scalar(node, what);
      if (!values.contains(value)) {
        throw source.error(
            node,
            values.size() == 1
                ? "Invalid " + what + ": " + value + " (must be " + values.get(0) + ")"
                : YamlSource.unknown(what, value, values));
      }
      return value;
    }

    private String name(Node node) {
      String name = source.scalar(node, "name");
      if (!NAME.matcher(name).matches()) {
        throw source.error(node, invalidName(name));
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
        throw source.error(node, "Invalid seeds: continuous (must be whole numbers)");
      }
      return domain.values();
    }

    private RandomDraws random(Node node) {
      Map<String, Entry> parts = source.mapping(node, "random", List.of("n", "seed"));
      if (!parts.containsKey("n")) {
        throw source.error(node, "Missing key: n (must be given in random)");
      }
      long n = whole(parts.get("n").value(), "random.n", 1, MOST_DRAWS);
      long seed =
          parts.containsKey("seed")
              ? whole(parts.get("seed").value(), "random.seed", 0, Long.MAX_VALUE)
              : 0;
      return new RandomDraws(Math.toIntExact(n), seed);
    }

    private long whole(Node node, String what, long low, long high) {
      String text = source.scalar(node, what);
      return SweepReader.whole(text, low, high)
          .orElseThrow(() -> source.error(node, invalidWhole(what, text, low, high)));
    }
  }

  static final List<String> KEEP_WEIGHTS = List.of("best", "last", "none");

  static KeepWeights keepWeights(String text) {
    return KeepWeights.valueOf(text.toUpperCase(Locale.ROOT));
  }

  static String invalidName(String name) {
    return "Invalid name: "
        + name
        + " (must be letters, digits, dots, dashes and underscores, and no path)";
  }

  static Optional<Long> whole(String text, long low, long high) {
    return new Kind.Whole(low, high).parse(text);
  }

  static String invalidWhole(String what, String text, long low, long high) {
    return "Invalid " + what + ": " + text + " (must be " + new Kind.Whole(low, high).law() + ")";
  }
}
