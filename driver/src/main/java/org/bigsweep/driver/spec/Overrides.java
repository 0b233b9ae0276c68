package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.space.Domain;
import org.bigsweep.driver.space.RandomDraws;
import org.bigsweep.driver.space.Setting;
import org.bigsweep.driver.space.SpaceException;
import org.bigsweep.driver.space.SubSpace;
import org.bigsweep.driver.space.Values;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Kind;
import org.bigsweep.engine.param.Parameter;

/**
 * The replacements of parts of a sweep from the command line, each {@code path=value}. The path is
 * a parameter (which is then set everywhere, whatever the file says of it), {@code
 * rules.RULE.PARAMETER}, or one of the file's keys below. The value is written as in a file, but
 * lists without brackets.
 */
final class Overrides {
  private static final List<String> KEYS =
      List.of(
          "name",
          "question",
          "dataset",
          "seeds",
          "keepWeights",
          "schedule",
          "random.n",
          "random.seed",
          "random.sequence");

  private static final List<String> OF_ALL_RULES =
      List.of(
          TrialParameters.RULE.name(), TrialParameters.DATASET.name(), TrialParameters.SEED.name());

  private final ParameterCatalog catalog;

  Overrides(ParameterCatalog catalog) {
    this.catalog = catalog;
  }

  void apply(String override, SweepDraft draft) {
    String origin = "--set " + override;
    int equals = override.indexOf('=');
    String path = equals < 0 ? "" : override.substring(0, equals).strip();
    String value = equals < 0 ? "" : override.substring(equals + 1).strip();
    if (path.isEmpty() || value.isEmpty()) {
      throw new SweepFileException(
          "", "Invalid --set: " + override + " (must be path=value, such as depth=5,6)");
    }
    try {
      set(path, value, origin, draft);
    } catch (InvalidParameterException e) {
      throw new SweepFileException(origin, e.getMessage());
    } catch (SpaceException e) {
      throw new SweepFileException(origin, e.getMessage());
    }
  }

  private void set(String path, String value, String origin, SweepDraft draft) {
    switch (path) {
      case "name" -> {
        if (!SweepReader.NAME.matcher(value).matches()) {
          throw new InvalidParameterException(SweepReader.invalidName(value));
        }
        draft.name = value;
      }
      case "question" -> draft.question = Optional.of(value);
      case "dataset" -> draft.dataset = value;
      case "seeds" ->
          draft.seeds =
              new Seeds(Values.of(List.of()), domain(TrialParameters.SEED, value).values());
      case "keepWeights" -> draft.keepWeights = choice(path, value, SweepReader.KEEP_WEIGHTS);
      case "schedule" -> {
        YamlSource source = new YamlSource(origin);
        draft.schedule = new ScheduleReader(source, catalog).read(source.root(value));
        draft.scheduleOrigin = origin;
      }
      case "random.n" -> {
        int n = (int) whole(path, value, 1, SweepReader.MOST_DRAWS);
        draft.random =
            Optional.of(
                draft
                    .random
                    .map(draws -> new RandomDraws(n, draws.seed(), draws.sequence()))
                    .orElse(new RandomDraws(n, 0, RandomDraws.Sequence.INDEPENDENT)));
      }
      case "random.seed" -> {
        long seed = whole(path, value, 0, Long.MAX_VALUE);
        draft.random =
            Optional.of(new RandomDraws(draws(draft).n(), seed, draws(draft).sequence()));
      }
      case "random.sequence" -> {
        RandomDraws.Sequence sequence = choice(path, value, SweepReader.SEQUENCES);
        draft.random =
            Optional.of(new RandomDraws(draws(draft).n(), draws(draft).seed(), sequence));
      }
      default -> axis(path, value, origin, draft);
    }
  }

  private static RandomDraws draws(SweepDraft draft) {
    return draft.random.orElseThrow(() -> new InvalidParameterException("Missing key: random.n"));
  }

  private static <E extends Enum<E>> E choice(String path, String value, Kind.Choice<E> choice) {
    return choice
        .parse(value)
        .orElseThrow(
            () -> new InvalidParameterException(YamlSource.unknown(path, value, choice.options())));
  }

  private void axis(String path, String value, String origin, SweepDraft draft) {
    int last = path.lastIndexOf('.');
    if (path.startsWith("rules.") && last > "rules.".length()) {
      String rule = path.substring("rules.".length(), last);
      List<String> own =
          catalog.parametersOf(rule).stream()
              .<String>map(Parameter::name)
              .filter(name -> !OF_ALL_RULES.contains(name))
              .toList();
      Setting setting = setting(path.substring(last + 1), own, value, origin);
      SubSpace before = draft.rules.getOrDefault(rule, SubSpace.EMPTY);
      draft.rules.put(rule, before.without(setting.name()).with(setting));
      return;
    }
    List<String> names =
        new ArrayList<>(catalog.parameters().stream().<String>map(Parameter::name).toList());
    names.remove(TrialParameters.SEED.name());
    names.addAll(KEYS);
    Setting setting = setting(path, names, value, origin);
    draft.root = draft.root.without(path).with(setting);
    draft.rules.replaceAll((rule, space) -> space.without(path));
  }

  private Setting setting(String name, List<String> names, String value, String origin) {
    if (!names.contains(name)) {
      throw new InvalidParameterException(YamlSource.unknown("path", name, names));
    }
    return new Setting(name, domain(catalog.find(name).orElseThrow(), value), origin);
  }

  private Domain domain(Parameter<?> parameter, String value) {
    boolean bracketed = value.startsWith("[") && value.endsWith("]");
    String list = bracketed ? value.substring(1, value.length() - 1) : value;
    return new DomainSyntax(parameter, catalog).list(DomainSyntax.splitAtCommas(list));
  }

  private static long whole(String path, String value, long low, long high) {
    return SweepReader.whole(value, low, high)
        .orElseThrow(
            () -> new InvalidParameterException(SweepReader.invalidWhole(path, value, low, high)));
  }
}
