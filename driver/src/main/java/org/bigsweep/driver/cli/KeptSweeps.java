package org.bigsweep.driver.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.bigsweep.driver.report.KeptSweep;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepFileException;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.SeedRoles;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;

/** The sweep files that were kept beside their results. */
final class KeptSweeps {
  private KeptSweeps() {}

  /**
   * The roles that the sweep files kept in {@code folder} state.
   *
   * @throws SweepFileException if one is no sweep file
   */
  static SeedRoles roles(ResultsFolder folder) {
    SortedSet<Long> tune = new TreeSet<>();
    SortedSet<Long> report = new TreeSet<>();
    for (Sweep sweep : all(folder).values()) {
      sweep.seeds().tune().stream().map(Long::valueOf).forEach(tune::add);
      sweep.seeds().report().stream().map(Long::valueOf).forEach(report::add);
    }
    return new SeedRoles(tune, report);
  }

  /**
   * All sweeps by the names of their files.
   *
   * @throws SweepFileException if one is no sweep file
   */
  static SortedMap<String, Sweep> all(ResultsFolder folder) {
    SortedMap<String, Sweep> sweeps = new TreeMap<>();
    SweepReader reader = new SweepReader(ParameterCatalog.standard());
    try {
      FileSystem files = folder.sweeps().getFileSystem(StorageSettings.configuration());
      for (FileStatus file : sweepFiles(files, folder)) {
        try (InputStream in = files.open(file.getPath())) {
          String name = file.getPath().getName();
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          sweeps.put(name, reader.parse(name, text, overrides(text)));
        }
      }
    } catch (IOException e) {
      throw new UsageException("Cannot read " + folder.sweeps() + ": " + e.getMessage());
    }
    return sweeps;
  }

  /** Like {@link #all}, as a list. */
  static List<KeptSweep> list(ResultsFolder folder) {
    return all(folder).entrySet().stream()
        .map(kept -> new KeptSweep(kept.getKey(), kept.getValue()))
        .toList();
  }

  private static List<FileStatus> sweepFiles(FileSystem files, ResultsFolder folder)
      throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder.sweeps()))
          .filter(file -> file.getPath().getName().endsWith(".yaml"))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The overrides that {@link org.bigsweep.driver.run.SweepCopy} notes at the end of a copy. */
  private static List<String> overrides(String text) {
    String note = "# run with --set ";
    return text.lines()
        .filter(line -> line.startsWith(note))
        .map(line -> line.substring(note.length()))
        .toList();
  }
}
