package org.bigsweep.driver.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsException;
import org.bigsweep.results.ResultsFolder;

/**
 * The sweep files that a results folder keeps under {@code _sweeps/}, one for each version of a
 * sweep that was run into it.
 *
 * <p>A kept file is the unchanged sweep file. Overrides follow it as comments below {@link
 * #HEADER}, so that the file still describes the sweep to a YAML reader.
 */
public final class KeptSweeps {
  private static final String SUFFIX = ".yaml";

  private static final String HEADER =
      "# Kept by bigsweep. The lines below are the overrides that the sweep was run with.";
  private static final String OVERRIDE = "# run with --set ";

  private KeptSweeps() {}

  /**
   * Keeps a sweep as {@code _sweeps/NAME.yaml} or, if another version has that name, under a name
   * with its hash. Writes nothing if this version is kept already.
   *
   * @throws ResultsException if the file cannot be written
   */
  public static void keep(Sweep sweep, ResultsFolder folder) {
    byte[] content = content(sweep.text(), sweep.overrides()).getBytes(StandardCharsets.UTF_8);
    folder.keepSweepFile(sweep.name() + SUFFIX, content);
  }

  /**
   * Every kept sweep, by file name.
   *
   * @throws org.bigsweep.driver.spec.SweepFileException if a kept file is no sweep file
   * @throws ResultsException if a file cannot be read
   */
  public static List<KeptSweep> all(ResultsFolder folder) {
    SweepReader reader = new SweepReader(ParameterCatalog.standard());
    List<KeptSweep> sweeps = new ArrayList<>();
    for (String name : folder.sweepFiles()) {
      if (name.endsWith(SUFFIX)) {
        folder.sweepFile(name).ifPresent(found -> sweeps.add(parsed(reader, name, found)));
      }
    }
    return List.copyOf(sweeps);
  }

  /** The seeds that the kept sweeps of a folder set aside for tuning and for reporting. */
  static SeedRoles roles(ResultsFolder folder) {
    return roles(all(folder));
  }

  /** The seeds that some sweeps set aside for tuning and for reporting. */
  public static SeedRoles roles(List<KeptSweep> sweeps) {
    SortedSet<Long> tune = new TreeSet<>();
    SortedSet<Long> report = new TreeSet<>();
    for (KeptSweep kept : sweeps) {
      kept.sweep().seeds().tune().stream().map(Long::valueOf).forEach(tune::add);
      kept.sweep().seeds().report().stream().map(Long::valueOf).forEach(report::add);
    }
    return new SeedRoles(tune, report);
  }

  /** The factors of the kept sweeps of a folder. */
  static Factors factors(ResultsFolder folder) {
    return factors(all(folder));
  }

  /** The factors of kept sweeps. */
  public static Factors factors(List<KeptSweep> sweeps) {
    SortedSet<String> names = new TreeSet<>();
    sweeps.forEach(kept -> names.addAll(kept.sweep().factors()));
    return new Factors(names);
  }

  private static String content(String file, List<String> overrides) {
    boolean ambiguous = file.lines().anyMatch(KeptSweeps::isOurs);
    if (overrides.isEmpty() && !ambiguous) {
      return file;
    }
    StringBuilder content = new StringBuilder(file);
    if (!file.isEmpty() && !file.endsWith("\n")) {
      content.append('\n');
    }
    content.append(HEADER).append('\n');
    overrides.forEach(o -> content.append(OVERRIDE).append(o).append('\n'));
    return content.toString();
  }

  private static boolean isOurs(String line) {
    return line.equals(HEADER) || line.startsWith(OVERRIDE);
  }

  private static KeptSweep parsed(SweepReader reader, String name, byte[] bytes) {
    String content = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = content.lines().toList();
    int header = lines.lastIndexOf(HEADER);
    int end = header;
    if (header < 0) {
      // earlier versions wrote no header
      end = lines.size();
      while (end > 0 && lines.get(end - 1).startsWith(OVERRIDE)) {
        end--;
      }
    }
    List<String> overrides =
        lines.subList(header < 0 ? end : header + 1, lines.size()).stream()
            .map(line -> line.substring(OVERRIDE.length()))
            .toList();
    String file = end == lines.size() ? content : String.join("\n", lines.subList(0, end)) + "\n";
    return new KeptSweep(name, reader.parse(name, file, overrides));
  }
}
