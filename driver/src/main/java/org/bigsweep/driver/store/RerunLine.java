package org.bigsweep.driver.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.InvalidParameterException;

/**
 * A formatter of the shell command that trains one trial alone. It leaves out parameters at their
 * defaults.
 */
public final class RerunLine {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");
  private static final String OUT = "rerun";

  private RerunLine() {}

  /** The command for one trial. */
  public static String of(TrialSpec trial) {
    List<String> words = new ArrayList<>(List.of("bigsweep", "run"));
    settings(trial)
        .forEach(
            (name, value) -> {
              words.add("--set");
              words.add((name.equals(TrialParameters.SEED.name()) ? "seeds" : name) + "=" + value);
            });
    words.add("--out");
    words.add(OUT);
    return String.join(" ", words.stream().map(RerunLine::quoted).toList());
  }

  /** The fewest settings that resolve to the trial, the rule by the name it is reported under. */
  private static Map<String, String> settings(TrialSpec trial) {
    ParameterCatalog catalog = ParameterCatalog.standard();
    Map<String, String> settings = new TreeMap<>(trial.values());
    settings.put(TrialParameters.RULE.name(), catalog.label(trial));
    for (String name : trial.values().keySet()) {
      if (name.equals(TrialParameters.RULE.name())) {
        continue;
      }
      Map<String, String> fewer = new TreeMap<>(settings);
      fewer.remove(name);
      if (describes(fewer, trial)) {
        settings = fewer;
      }
    }
    return settings;
  }

  private static boolean describes(Map<String, String> settings, TrialSpec trial) {
    try {
      return ParameterCatalog.standard().resolve(settings).equals(trial);
    } catch (InvalidParameterException e) {
      return false;
    }
  }

  /** A word as a POSIX shell reads it. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
