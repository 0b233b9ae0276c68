package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bigsweep.driver.space.PointClass;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.YamlSource.Entry;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialParameters.RateSchedule;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A reader of a sweep's schedule. It also checks the schedule against the space. */
final class ScheduleReader {
  static final List<String> NAMES = List.of("exhaustive", "random", "halving", "hyperband", "tpe");
  static final List<String> RANDOM_KEYS = List.of("n", "epochs", "seed", "per");
  static final List<String> HALVING_KEYS = List.of("eta", "minEpochs", "rungs", "per");
  static final List<String> HYPERBAND_KEYS =
      List.of("eta", "minEpochs", "minPart", "rounds", "sampler", "seed", "per");
  static final List<String> TPE_KEYS = List.of("n", "wave", "startup", "seed", "per");
  static final Kind.Choice<Schedule.Sampler> SAMPLERS = Kind.Choice.of(Schedule.Sampler.class);

  /**
   * The default of η. A value near e spends least for the same odds, and 3 is the nearest whole
   * number.
   */
  static final int ETA = 3;

  static final int MOST_ETA = 1000;
  static final int MIN_EPOCHS = 1;
  static final int MOST_EPOCHS = 1_000_000;
  static final double MIN_PART = 0.1;
  static final int MOST_ROUNDS = 1000;
  static final int WAVE = 8;

  /** The default of {@code per}, which gives one winner for every row of the view {@code best}. */
  static final List<String> PER =
      List.of(TrialParameters.RULE.name(), TrialParameters.DEPTH.name());

  /**
   * The most trials of a space under a schedule other than the exhaustive one, which looks at every
   * trial before it starts.
   */
  static final int MOST_TRIALS = 200_000;

  private static final int MOST_CLASSES = 10_000;

  private final YamlSource source;
  private final ParameterCatalog catalog;

  ScheduleReader(YamlSource source, ParameterCatalog catalog) {
    this.source = source;
    this.catalog = catalog;
  }

  Schedule read(Node node) {
    String name;
    Node settings = null;
    if (node instanceof MappingNode) {
      Map<String, Entry> entries = source.mapping(node, "schedule", NAMES);
      if (entries.size() > 1) {
        throw source.invalid(node, "schedule", "several", "one");
      }
      Map.Entry<String, Entry> only = entries.entrySet().iterator().next();
      name = only.getKey();
      settings = only.getValue().value();
    } else {
      name = source.scalar(node, "schedule");
    }
    return switch (name) {
      case "exhaustive" -> {
        if (settings != null) {
          throw source.error(settings, "Invalid exhaustive: it has no settings");
        }
        yield Schedule.EXHAUSTIVE;
      }
      case "halving" -> halving(settings);
      case "hyperband" -> hyperband(settings);
      case "tpe" -> tpe(node, settings);
      case "random" -> random(node, settings);
      default -> throw source.error(node, YamlSource.unknown("schedule", name, NAMES));
    };
  }

  private Schedule halving(Node settings) {
    Map<String, Entry> entries =
        settings == null ? Map.of() : source.mapping(settings, "halving", HALVING_KEYS);
    int eta = whole(entries, "halving", "eta", 2, MOST_ETA, ETA);
    if (entries.containsKey("minEpochs") && entries.containsKey("rungs")) {
      Node rungs = entries.get("rungs").value();
      throw source.error(
          rungs,
          "Invalid halving.rungs: "
              + YamlSource.shown(rungs)
              + " (must not be given with minEpochs)");
    }
    Schedule.Rungs rungs =
        entries.containsKey("rungs")
            ? new Schedule.Rungs.Listed(rungs(entries.get("rungs").value()))
            : new Schedule.Rungs.Geometric(
                whole(entries, "halving", "minEpochs", 1, MOST_EPOCHS, MIN_EPOCHS));
    return new Schedule.Halving(eta, rungs, per(entries, "halving"));
  }

  private Schedule hyperband(Node settings) {
    Map<String, Entry> entries =
        settings == null ? Map.of() : source.mapping(settings, "hyperband", HYPERBAND_KEYS);
    return new Schedule.Hyperband(
        whole(entries, "hyperband", "eta", 2, MOST_ETA, ETA),
        whole(entries, "hyperband", "minEpochs", 1, MOST_EPOCHS, MIN_EPOCHS),
        entries.containsKey("minPart") ? part(entries.get("minPart").value()) : MIN_PART,
        whole(entries, "hyperband", "rounds", 1, MOST_ROUNDS, 1),
        entries.containsKey("sampler")
            ? source.choice(entries.get("sampler").value(), "hyperband.sampler", SAMPLERS)
            : Schedule.Sampler.RANDOM,
        seed(entries, "hyperband"),
        per(entries, "hyperband"));
  }

  private Schedule tpe(Node node, Node settings) {
    if (settings == null) {
      throw source.error(node, "Missing key: n (must be given in tpe)");
    }
    Map<String, Entry> entries = source.mapping(settings, "tpe", TPE_KEYS);
    if (!entries.containsKey("n")) {
      throw source.error(settings, "Missing key: n (must be given in tpe)");
    }
    return new Schedule.Tpe(
        whole(entries, "tpe", "n", 1, MOST_TRIALS, 1),
        whole(entries, "tpe", "wave", 1, MOST_TRIALS, WAVE),
        whole(entries, "tpe", "startup", 1, MOST_TRIALS, Schedule.Tpe.STARTUP),
        seed(entries, "tpe"),
        per(entries, "tpe"));
  }

  private double part(Node node) {
    String text = source.scalar(node, "hyperband.minPart");
    return new Kind.Real(0, false, 1)
        .parse(text)
        .orElseThrow(() -> source.invalid(node, "hyperband.minPart", text, "a number > 0 and ≤ 1"));
  }

  private Schedule random(Node node, Node settings) {
    if (settings == null) {
      throw source.error(node, "Missing key: n (or epochs, must be given in random)");
    }
    Map<String, Entry> entries = source.mapping(settings, "random", RANDOM_KEYS);
    if (entries.containsKey("n") == entries.containsKey("epochs")) {
      throw source.error(
          settings, "Invalid random: n and epochs (exactly one of them must be given)");
    }
    Schedule.Amount amount =
        entries.containsKey("n")
            ? new Schedule.Amount.Configurations(
                whole(entries, "random", "n", 1, SweepReader.MOST_DRAWS, 1))
            : new Schedule.Amount.Epochs(
                whole(entries, "random", "epochs", 1, Integer.MAX_VALUE, 1));
    return new Schedule.RandomSubset(amount, seed(entries, "random"), per(entries, "random"));
  }

  private long seed(Map<String, Entry> entries, String schedule) {
    return entries.containsKey("seed")
        ? source.whole(entries.get("seed").value(), schedule + ".seed", 0, Long.MAX_VALUE)
        : 0;
  }

  private List<Integer> rungs(Node node) {
    List<Integer> epochs = new ArrayList<>();
    for (Node each : list(node, "halving.rungs")) {
      int epoch = Math.toIntExact(source.whole(each, "halving.rungs", 1, MOST_EPOCHS));
      if (!epochs.isEmpty() && epoch <= epochs.get(epochs.size() - 1)) {
        throw source.error(each, "Invalid halving.rungs: " + epoch + " (must rise)");
      }
      epochs.add(epoch);
    }
    return epochs;
  }

  private List<String> per(Map<String, Entry> entries, String schedule) {
    return entries.containsKey("per")
        ? parameters(entries.get("per").value(), schedule + ".per")
        : PER;
  }

  /** The names of parameters other than the seed, each once. */
  List<String> parameters(Node node, String what) {
    List<String> names =
        catalog.parameters().stream()
            .<String>map(Parameter::name)
            .filter(n -> !n.equals(TrialParameters.SEED.name()))
            .toList();
    List<String> parameters = new ArrayList<>();
    for (Node each : list(node, what)) {
      String name = source.scalar(each, what);
      if (!names.contains(name)) {
        throw source.error(each, YamlSource.unknown(what, name, names));
      }
      if (!parameters.contains(name)) {
        parameters.add(name);
      }
    }
    return parameters;
  }

  private List<Node> list(Node node, String what) {
    return node instanceof SequenceNode ? source.sequence(node, what) : List.of(node);
  }

  private int whole(
      Map<String, Entry> entries, String schedule, String key, int low, int high, int otherwise) {
    return entries.containsKey(key)
        ? Math.toIntExact(source.whole(entries.get(key).value(), schedule + "." + key, low, high))
        : otherwise;
  }

  /**
   * Checks that a schedule can be kept on a space.
   *
   * @param origin file and line of the schedule
   * @throws SweepFileException if the space is too large, is not validated, or ends before the
   *     first rung
   */
  static void check(Schedule schedule, SearchSpace space, String origin) {
    if (schedule.per().isEmpty()) {
      return;
    }
    if (space.size() > MOST_TRIALS) {
      throw new SweepFileException(
          origin,
          "Invalid schedule: %s over %,d trials (must be at most %,d)"
              .formatted(
                  schedule instanceof Schedule.Search search ? search.name() : "random",
                  space.size(),
                  MOST_TRIALS));
    }
    if (!(schedule instanceof Schedule.Search search)) {
      return;
    }
    Set<String> names =
        Set.of(
            TrialParameters.EPOCHS.name(),
            TrialParameters.LEARNING_RATE_SCHEDULE.name(),
            TrialParameters.VALIDATION_IMAGES.name());
    for (PointClass points : space.classes(names, MOST_CLASSES)) {
      TrialSpec spec = points.get(0);
      if (spec.get(TrialParameters.VALIDATION_IMAGES) == 0) {
        throw new SweepFileException(
            origin,
            "Invalid schedule: %s without validationImages (must have some to compare on)"
                .formatted(search.name()));
      }
      long horizon = spec.get(TrialParameters.EPOCHS);
      boolean decays = spec.get(TrialParameters.LEARNING_RATE_SCHEDULE) != RateSchedule.CONSTANT;
      if (search instanceof Schedule.Hyperband
          && search.epochs(Math.toIntExact(horizon), decays).size() < 2) {
        throw new SweepFileException(
            origin,
            "Invalid schedule: hyperband without a rung below epochs, %d (must have smaller eta,"
                    .formatted(horizon)
                + " minEpochs or minPart)");
      }
      if (search instanceof Schedule.Halving halving && halving.rungs().first() >= horizon) {
        throw new SweepFileException(
            origin,
            "Invalid schedule: halving with a first rung at epoch %d (must be below epochs, %d)"
                .formatted(halving.rungs().first(), horizon));
      }
    }
  }
}
