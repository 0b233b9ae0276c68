package org.bigsweep.driver.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;

/** The JSON Schema of sweep files, for editors: built from a catalog, in one fixed spelling. */
final class SweepSchema {
  private final ParameterCatalog catalog;

  SweepSchema(ParameterCatalog catalog) {
    this.catalog = catalog;
  }

  String text() throws IOException {
    return new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsString(schema())
        + "\n";
  }

  /** The rows of the table of parameters in the guide to sweep files. */
  List<String> table() {
    return catalog.parameters().stream()
        .filter(p -> builtIn().stream().anyMatch(rule -> catalog.parametersOf(rule).contains(p)))
        .map(this::row)
        .toList();
  }

  private String row(Parameter<?> parameter) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            parameter.name(),
            parameter.meaning(),
            parameter.kind().requirement(),
            fallback(parameter),
            existence(parameter));
  }

  private static String fallback(Parameter<?> parameter) {
    if (parameter.fallback() instanceof Default.SameAs<?> same) {
      return "as `" + same.other().name() + "`";
    }
    return parameter.fallback() instanceof Default.Required<?>
        ? "required"
        : "`" + constant(parameter) + "`";
  }

  private String existence(Parameter<?> parameter) {
    List<String> having =
        builtIn().stream().filter(r -> catalog.parametersOf(r).contains(parameter)).toList();
    String rules = having.equals(builtIn()) ? "every trial" : String.join(", ", having);
    return parameter.condition().anyOf().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> "`" + e.getKey() + "` " + String.join(", ", new TreeSet<>(e.getValue())))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(" or "), when -> when.isEmpty() ? rules : rules + ": " + when));
  }

  private List<String> builtIn() {
    return List.of(
        "BP", "FA", "DFA", "LastLayerOnly", "TP", "DTP", "BIG", "PC", "SignFeedback", "KP", "DDTP");
  }

  private Map<String, Object> schema() {
    Map<String, Object> space = new TreeMap<>();
    space.put("fixed", ref("axes", "Parameters with one value for every trial"));
    space.put("grid", ref("axes", "Parameters with several values: every combination"));
    space.put("zip", oneOrMany("axes", "Parameters that move together"));
    space.put("union", many(ref("space", "Alternatives, of which each trial takes one")));
    space.put("when", oneOrMany("whenEntry", "Axes that exist only under a condition"));

    Map<String, Object> when = new TreeMap<>(space);
    when.put("if", ref("constraints", "What must hold"));

    Map<String, Object> sweep = new TreeMap<>(space);
    sweep.put("version", Map.of("const", SweepReader.VERSION));
    sweep.put("name", Map.of("type", "string", "pattern", "^" + SweepReader.NAME.pattern() + "$"));
    sweep.put("question", Map.of("type", "string"));
    sweep.put("dataset", described(Map.of("type", "string"), TrialParameters.DATASET));
    sweep.put("exclude", oneOrMany("constraints", "Points to leave out"));
    sweep.put("random", random());
    sweep.put("rules", rules());
    sweep.put("seeds", seeds());
    sweep.put("keepWeights", Map.of("enum", SweepReader.KEEP_WEIGHTS.options()));
    sweep.put("schedule", schedule());
    sweep.put("factors", factors());

    Map<String, Object> definitions = new TreeMap<>();
    catalog.parameters().forEach(p -> definitions.put(p.name(), domain(p)));
    definitions.put("axes", object(axes()));
    definitions.put("space", object(space));
    definitions.put("whenEntry", with(object(when), "required", List.of("if")));
    definitions.put("constraints", object(constraints()));

    Map<String, Object> root = object(sweep);
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "bigsweep sweep file");
    root.put("required", List.of("version", "name"));
    root.put("definitions", definitions);
    return root;
  }

  private Map<String, Object> axes() {
    Map<String, Object> axes = new TreeMap<>();
    for (Parameter<?> parameter : catalog.parameters()) {
      if (!List.of(TrialParameters.SEED, TrialParameters.DATASET).contains(parameter)) {
        axes.put(parameter.name(), Map.of("$ref", "#/definitions/" + parameter.name()));
      }
    }
    return axes;
  }

  private Map<String, Object> constraints() {
    Map<String, Object> constraints = new TreeMap<>();
    for (Parameter<?> parameter : catalog.parameters()) {
      Object values = Map.of("$ref", "#/definitions/" + parameter.name());
      boolean number =
          parameter.kind() instanceof Kind.Whole || parameter.kind() instanceof Kind.Real;
      constraints.put(
          parameter.name(),
          number
              ? Map.of("anyOf", List.of(values, Map.of("type", "string", "pattern", "^[<>≤≥]")))
              : values);
    }
    return constraints;
  }

  private Map<String, Object> rules() {
    Map<String, Object> rules = new TreeMap<>();
    catalog.ruleNames().forEach(rule -> rules.put(rule, ref("axes", "Values for " + rule)));
    return with(object(rules), "description", "Other values for one rule or preset");
  }

  private Map<String, Object> domain(Parameter<?> parameter) {
    List<Object> one = List.of(value(parameter), written(parameter));
    List<Object> forms = new ArrayList<>(one);
    forms.add(Map.of("type", "array", "minItems", 1, "items", Map.of("anyOf", one)));
    forms.add(
        Map.of(
            "type",
            "object",
            "minProperties",
            1,
            "maxProperties",
            1,
            "propertyNames",
            Map.of("enum", DomainSyntax.FUNCTIONS)));
    return described(Map.of("anyOf", forms), parameter);
  }

  private Object value(Parameter<?> parameter) {
    if (parameter.name().equals(TrialParameters.RULE.name())) {
      return Map.of("enum", catalog.ruleNames().stream().sorted().toList());
    }
    if (parameter.kind() instanceof Kind.Name) {
      return Map.of("type", "string");
    }
    if (parameter.kind() instanceof Kind.Choice<?> choice) {
      return Map.of("enum", choice.options());
    }
    if (parameter.kind() instanceof Kind.Whole whole) {
      return Map.of("type", "integer", "minimum", whole.low(), "maximum", whole.high());
    }
    if (parameter.kind() instanceof Kind.Real real) {
      return Map.of(
          "type", "number", real.lowInclusive() ? "minimum" : "exclusiveMinimum", real.low());
    }
    return Map.of("type", "integer", "minimum", 1);
  }

  /** Values that are strings to YAML. */
  private static Object written(Parameter<?> parameter) {
    String functions = "^(" + String.join("|", DomainSyntax.FUNCTIONS) + ")\\s*\\(.*\\)$";
    String pattern = functions;
    if (parameter.kind() instanceof Kind.Choice<?> || parameter.kind() instanceof Kind.Name) {
      pattern = "^choice\\s*\\(.*\\)$";
    } else if (parameter.kind() instanceof Kind.Whole) {
      pattern = "^[0-9]+\\s*\\.\\.\\s*[0-9]+$|" + functions;
    } else if (parameter.kind() instanceof Kind.Widths) {
      pattern = "^[0-9]+(-[0-9]+)+$|^choice\\s*\\(.*\\)$";
    }
    return Map.of("type", "string", "pattern", pattern);
  }

  private static Map<String, Object> described(Map<String, Object> schema, Parameter<?> parameter) {
    String fallback = "";
    if (parameter.fallback() instanceof Default.SameAs<?> same) {
      fallback = "; default: as " + same.other().name();
    } else if (!(parameter.fallback() instanceof Default.Required<?>)) {
      fallback = "; default: " + constant(parameter);
    }
    return with(
        schema,
        "description",
        parameter.meaning() + " (" + parameter.kind().requirement() + fallback + ")");
  }

  private static <T> String constant(Parameter<T> parameter) {
    T value =
        parameter.fallback() instanceof Default.Constant<T> constant
            ? constant.value()
            : parameter.absentValue().orElseThrow();
    return parameter.kind().canonical(value);
  }

  private static Map<String, Object> random() {
    return with(
        object(
            new TreeMap<>(
                Map.of(
                    "n",
                    Map.of("type", "integer", "minimum", 1, "maximum", SweepReader.MOST_DRAWS),
                    "seed",
                    Map.of("type", "integer", "minimum", 0),
                    "sequence",
                    Map.of("enum", SweepReader.SEQUENCES.options())))),
        "required",
        List.of("n"));
  }

  private Map<String, Object> parameters(String description) {
    Object names =
        Map.of("enum", catalog.parameters().stream().map(Parameter::name).sorted().toList());
    return Map.of(
        "description",
        description,
        "anyOf",
        List.of(names, many(new TreeMap<>(Map.of("anyOf", List.of(names))))));
  }

  private Map<String, Object> factors() {
    return parameters(
        "Parameters that are compared; a schedule never chooses between their values");
  }

  private Map<String, Object> schedule() {
    Map<String, Object> per =
        parameters("Parameters that part the space into brackets (default: rule, depth)");
    Object epochs = whole(1, ScheduleReader.MOST_EPOCHS, "Epochs to compare at, rising");
    Map<String, Object> halving =
        object(
            new TreeMap<>(
                Map.of(
                    "eta",
                    whole(
                        2,
                        ScheduleReader.MOST_ETA,
                        "η: the best 1/η go on (default: " + ScheduleReader.ETA + ")"),
                    "minEpochs",
                    whole(
                        1,
                        ScheduleReader.MOST_EPOCHS,
                        "Epochs of the first rung (default: " + ScheduleReader.MIN_EPOCHS + ")"),
                    "rungs",
                    Map.of(
                        "anyOf",
                        List.of(epochs, Map.of("type", "array", "minItems", 1, "items", epochs))),
                    "per",
                    per)));
    Map<String, Object> random =
        object(
            new TreeMap<>(
                Map.of(
                    "n",
                    whole(1, SweepReader.MOST_DRAWS, "Configurations of each bracket"),
                    "epochs",
                    whole(1, Integer.MAX_VALUE, "Epochs to spend on each bracket"),
                    "seed",
                    Map.of("type", "integer", "minimum", 0),
                    "per",
                    per)));
    Object seed = Map.of("type", "integer", "minimum", 0);
    Map<String, Object> hyperband =
        object(
            new TreeMap<>(
                Map.of(
                    "eta",
                    whole(
                        2,
                        ScheduleReader.MOST_ETA,
                        "η: the best 1/η go on (default: " + ScheduleReader.ETA + ")"),
                    "minEpochs",
                    whole(
                        1,
                        ScheduleReader.MOST_EPOCHS,
                        "Least epochs of a rung (default: " + ScheduleReader.MIN_EPOCHS + ")"),
                    "minPart",
                    Map.of(
                        "type",
                        "number",
                        "exclusiveMinimum",
                        0,
                        "maximum",
                        1,
                        "description",
                        "Least part of the horizon at a rung where a learning rate decays (default:"
                            + " "
                            + ScheduleReader.MIN_PART
                            + ")"),
                    "rounds",
                    whole(1, ScheduleReader.MOST_ROUNDS, "Repetitions of all brackets"),
                    "sampler",
                    Map.of("enum", ScheduleReader.SAMPLERS.options()),
                    "seed",
                    seed,
                    "per",
                    per)));
    Map<String, Object> tpe =
        with(
            object(
                new TreeMap<>(
                    Map.of(
                        "n",
                        whole(1, ScheduleReader.MOST_TRIALS, "Configurations of each bracket"),
                        "wave",
                        whole(
                            1,
                            ScheduleReader.MOST_TRIALS,
                            "Configurations proposed at a time (default: "
                                + ScheduleReader.WAVE
                                + ")"),
                        "startup",
                        whole(
                            1,
                            ScheduleReader.MOST_TRIALS,
                            "Random configurations before learning (default: "
                                + Schedule.Tpe.STARTUP
                                + ")"),
                        "seed",
                        seed,
                        "per",
                        per))),
            "required",
            List.of("n"));
    Map<String, Object> settings =
        with(
            object(
                new TreeMap<>(
                    Map.of(
                        "halving", halving, "hyperband", hyperband, "random", random, "tpe", tpe))),
            "maxProperties",
            1);
    return new TreeMap<>(
        Map.of(
            "anyOf",
            List.of(Map.of("enum", List.of("exhaustive", "halving", "hyperband")), settings)));
  }

  private static Map<String, Object> whole(long low, long high, String description) {
    return Map.of("type", "integer", "minimum", low, "maximum", high, "description", description);
  }

  private static Map<String, Object> seeds() {
    Object set = Map.of("$ref", "#/definitions/" + TrialParameters.SEED.name());
    Map<String, Object> parts =
        with(
            object(new TreeMap<>(Map.of("tune", set, "report", set))),
            "required",
            List.of("report", "tune"));
    return new TreeMap<>(Map.of("anyOf", List.of(set, parts)));
  }

  private static Map<String, Object> object(Map<String, Object> properties) {
    return new TreeMap<>(
        Map.of(
            "type",
            "object",
            "minProperties",
            1,
            "additionalProperties",
            false,
            "properties",
            properties));
  }

  private static Map<String, Object> ref(String definition, String description) {
    return new TreeMap<>(
        Map.of(
            "description",
            description,
            "allOf",
            List.of(Map.of("$ref", "#/definitions/" + definition))));
  }

  private static Map<String, Object> many(Map<String, Object> items) {
    return new TreeMap<>(Map.of("type", "array", "minItems", 1, "items", items));
  }

  private static Map<String, Object> oneOrMany(String definition, String description) {
    Map<String, Object> one = ref(definition, description);
    return new TreeMap<>(Map.of("anyOf", List.of(one, many(one))));
  }

  private static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
    Map<String, Object> more = new TreeMap<>(schema);
    more.put(key, value);
    return more;
  }
}
