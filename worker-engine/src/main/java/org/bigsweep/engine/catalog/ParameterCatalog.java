package org.bigsweep.engine.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bigsweep.engine.param.CostRole;
import org.bigsweep.engine.param.Default;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.param.Preset;
import org.bigsweep.engine.param.Shadow;
import org.bigsweep.engine.rule.LearningRule;
import org.bigsweep.engine.rule.RuleRole;
import org.bigsweep.util.UserException;

/**
 * Every parameter, rule and preset that sweep files may name, and how a choice of values becomes a
 * {@link TrialSpec}.
 */
public final class ParameterCatalog {
  private static final ParameterCatalog STANDARD =
      new ParameterCatalog(
          ServiceLoader.load(LearningRule.class, LearningRule.class.getClassLoader()).stream()
              .map(ServiceLoader.Provider::get)
              .toList());

  private final Map<String, LearningRule> rules = new LinkedHashMap<>();
  private final Map<String, Preset> presets = new LinkedHashMap<>();

  /** By rule: the parameters that are absent at a value, and its spelling. */
  private final Map<String, Map<Parameter<?>, String>> absent = new HashMap<>();

  /**
   * @param rules the learning rules, each with a name of its own
   */
  public ParameterCatalog(List<LearningRule> rules) {
    for (LearningRule rule : rules) {
      if (this.rules.put(rule.name(), rule) != null) {
        throw new IllegalStateException("Two learning rules are named " + rule.name());
      }
      rule.presets().forEach(p -> presets.put(p.name(), p));
      Map<Parameter<?>, String> texts = new LinkedHashMap<>();
      parametersOf(rule).stream()
          .filter(p -> p.absentValue().isPresent())
          .forEach(p -> texts.put(p, absentText(p)));
      absent.put(rule.name(), texts);
    }
  }

  /** The catalog of all rules found by {@link ServiceLoader}. */
  public static ParameterCatalog standard() {
    return STANDARD;
  }

  /** Base rules and presets: the values that {@code rule} may take. */
  public List<String> ruleNames() {
    return Stream.concat(rules.keySet().stream(), presets.keySet().stream()).toList();
  }

  /** All that rule may be reported as, in a fixed order: every rule, followed by its presets. */
  public List<String> displayNames() {
    return rules.values().stream()
        .sorted(
            Comparator.comparingInt(LearningRule::displayOrder).thenComparing(LearningRule::name))
        .flatMap(
            rule ->
                Stream.concat(Stream.of(rule.name()), rule.presets().stream().map(Preset::name)))
        .toList();
  }

  /** The rules and presets of a role, in the order of {@link #displayNames}. */
  public List<String> namesOf(RuleRole role) {
    return displayNames().stream().filter(name -> base(name).role() == role).toList();
  }

  /** The base rule of that name; presets are not accepted. */
  public LearningRule rule(String baseName) {
    return Optional.ofNullable(rules.get(baseName)).orElseThrow(() -> unknownRule(baseName));
  }

  public Optional<Preset> preset(String name) {
    return Optional.ofNullable(presets.get(name));
  }

  /** Every parameter of every rule, without repeats. */
  public List<Parameter<?>> parameters() {
    return rules.values().stream().flatMap(r -> parametersOf(r).stream()).distinct().toList();
  }

  /** Names of the parameters of any rule that have one of these cost roles. */
  public Set<String> costParameters(CostRole... roles) {
    Set<CostRole> wanted = Set.of(roles);
    return parameters().stream()
        .filter(p -> wanted.contains(p.cost()))
        .map(Parameter::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The parameter of that name, if any rule has one. */
  public Optional<Parameter<?>> find(String name) {
    return parameters().stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /**
   * The parameters that a trial of {@code ruleOrPreset} may have, in an order in which every
   * condition and default refers to earlier ones. Those that the preset fixes are included.
   */
  public List<Parameter<?>> parametersOf(String ruleOrPreset) {
    return parametersOf(base(ruleOrPreset));
  }

  /** Parameters of {@code ruleOrPreset} that have no effect of their own under a condition. */
  public List<Shadow<?>> shadowsOf(String ruleOrPreset) {
    return base(ruleOrPreset).shadows();
  }

  /**
   * The trial that {@code given} describes: presets expanded, defaults filled in, inactive
   * parameters dropped, spellings made canonical. What a preset fixes wins over {@code given}.
   *
   * @param given value by parameter name; must name {@code rule}
   * @throws InvalidParameterException if a value is not allowed or the rule is unknown
   */
  public TrialSpec resolve(Map<String, String> given) {
    String named =
        Optional.ofNullable(given.get(TrialParameters.RULE.name()))
            .orElseThrow(() -> new InvalidParameterException("Missing parameter: rule"));
    LearningRule rule = base(named);
    Map<String, String> wanted = new TreeMap<>(given);
    preset(named).ifPresent(p -> wanted.putAll(p.values()));
    wanted.put(TrialParameters.RULE.name(), rule.name());
    Map<String, String> resolved = new LinkedHashMap<>();
    for (Parameter<?> parameter : parametersOf(rule)) {
      if (parameter.condition().holds(resolved)) {
        resolved.put(parameter.name(), valueOf(parameter, wanted, resolved));
      }
    }
    checkWidths(resolved);
    for (Shadow<?> shadow : rule.shadows()) {
      if (shadow.where().holds(resolved)) {
        resolved.put(shadow.hidden().name(), shadow.text(resolved.get(shadow.by().name())));
      }
    }
    return written(resolved);
  }

  /**
   * The trial of these values, all active and in canonical spelling; those at which a parameter is
   * absent are left out.
   */
  public TrialSpec written(Map<String, String> values) {
    Map<String, String> kept = new TreeMap<>(values);
    absent(values).forEach((parameter, text) -> kept.remove(parameter.name(), text));
    return new TrialSpec(kept);
  }

  /** The opposite of {@link #written}: the value of every active parameter, absent ones too. */
  public Map<String, String> complete(TrialSpec spec) {
    Map<String, String> all = new TreeMap<>(spec.values());
    absent(all)
        .forEach(
            (parameter, text) -> {
              if (parameter.condition().holds(all)) {
                all.putIfAbsent(parameter.name(), text);
              }
            });
    return all;
  }

  private Map<Parameter<?>, String> absent(Map<String, String> values) {
    return absent.getOrDefault(values.get(TrialParameters.RULE.name()), Map.of());
  }

  private static <T> String absentText(Parameter<T> parameter) {
    return parameter.kind().canonical(parameter.absentValue().orElseThrow());
  }

  /**
   * The name under which a trial is reported: the preset that its parameters match (the one that
   * fixes most), else its base rule.
   */
  public String label(TrialSpec spec) {
    String rule = spec.get(TrialParameters.RULE);
    return presets.values().stream()
        .filter(p -> p.rule().equals(rule))
        .filter(p -> spec.values().entrySet().containsAll(p.values().entrySet()))
        .max(Comparator.comparingInt(p -> p.values().size()))
        .map(Preset::name)
        .orElse(rule);
  }

  private LearningRule base(String ruleOrPreset) {
    Preset preset = presets.get(ruleOrPreset);
    LearningRule rule = rules.get(preset == null ? ruleOrPreset : preset.rule());
    if (rule == null) {
      throw unknownRule(ruleOrPreset);
    }
    return rule;
  }

  private static List<Parameter<?>> parametersOf(LearningRule rule) {
    List<Parameter<?>> all = new ArrayList<>(TrialParameters.BEFORE_RULE);
    all.addAll(rule.parameters());
    all.addAll(TrialParameters.AFTER_RULE);
    return all;
  }

  private static <T> String valueOf(
      Parameter<T> parameter, Map<String, String> wanted, Map<String, String> resolved) {
    String given = wanted.get(parameter.name());
    if (given != null) {
      return parameter.canonical(given);
    }
    Default<T> fallback = parameter.fallback();
    if (fallback instanceof Default.Constant<T> constant) {
      return parameter.kind().canonical(constant.value());
    }
    if (fallback instanceof Default.Absent<T> absent) {
      return parameter.kind().canonical(absent.value());
    }
    if (fallback instanceof Default.SameAs<T> same) {
      return resolved.get(same.other().name());
    }
    throw new InvalidParameterException("Missing parameter: " + parameter.name());
  }

  private static void checkWidths(Map<String, String> resolved) {
    int widths = TrialParameters.WIDTH.value(resolved.get(TrialParameters.WIDTH.name())).size();
    long hidden = TrialParameters.DEPTH.value(resolved.get(TrialParameters.DEPTH.name())) - 1;
    if (widths != 1 && widths != hidden) {
      throw new InvalidParameterException(
          "width",
          resolved.get(TrialParameters.WIDTH.name()),
          "one number or one for each of the %d hidden layers of depth %d"
              .formatted(hidden, hidden + 1));
    }
  }

  private InvalidParameterException unknownRule(String name) {
    return new InvalidParameterException(
        UserException.sentence("rule", name, "one of " + String.join(", ", ruleNames()))
            + NearestName.hint(name, ruleNames()));
  }
}
