package org.bigsweep.driver.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.bigsweep.driver.report.KeptSweep;
import org.bigsweep.driver.spec.Seeds;
import org.bigsweep.driver.spec.SweepFileException;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.SeedRoles;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;

/** The sweep files that were kept beside their results. */
final class KeptSweeps {
  private KeptSweeps() {}

  /**
   * The sweep files kept in {@code folder}, by name.
   *
   * @throws SweepFileException if one is no sweep file
   */
  static List<KeptSweep> of(ResultsFolder folder) {
    SweepReader reader = new SweepReader(ParameterCatalog.standard());
    List<KeptSweep> kept = new ArrayList<>();
    try {
      FileSystem files = folder.sweeps().getFileSystem(new Configuration());
      for (FileStatus file : sweepFiles(files, folder)) {
        try (InputStream in = files.open(file.getPath())) {
          String name = file.getPath().getName();
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          kept.add(new KeptSweep(name, text, reader.parse(name, text, overrides(text))));
        }
      }
    } catch (IOException e) {
      throw new UsageException("Cannot read " + folder.sweeps() + ": " + e.getMessage());
    }
    kept.sort(Comparator.comparing(KeptSweep::file));
    return kept;
  }

  /** The roles that sweeps give to seeds, taken together. */
  static SeedRoles roles(List<KeptSweep> sweeps) {
    SortedSet<Long> tune = new TreeSet<>();
    SortedSet<Long> report = new TreeSet<>();
    for (KeptSweep kept : sweeps) {
      Seeds seeds = kept.sweep().seeds();
      seeds.tune().stream().map(Long::valueOf).forEach(tune::add);
      seeds.report().stream().map(Long::valueOf).forEach(report::add);
    }
    return new SeedRoles(tune, report);
  }

  /**
   * The roles that the sweep files kept in {@code folder} state.
   *
   * @throws SweepFileException if one is no sweep file
   */
  static SeedRoles roles(ResultsFolder folder) {
    return roles(of(folder));
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
