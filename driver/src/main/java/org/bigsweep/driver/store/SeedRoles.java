package org.bigsweep.driver.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.bigsweep.driver.spec.Seeds;
import org.bigsweep.driver.spec.SweepFileException;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;

/**
 * Which seeds choose hyper-parameters and which report results, over all sweeps of a folder.
 *
 * @param tune seeds to choose on; empty if no sweep sets any aside, and every seed then does both
 * @param report seeds to report on, which matter only if {@code tune} is not empty
 */
record SeedRoles(SortedSet<Long> tune, SortedSet<Long> report) {
  SeedRoles {
    tune = Collections.unmodifiableSortedSet(new TreeSet<>(tune));
    report = Collections.unmodifiableSortedSet(new TreeSet<>(report));
  }

  /**
   * The roles that the sweep files kept in {@code folder} state.
   *
   * @throws QueryException if one cannot be read
   */
  static SeedRoles of(ResultsFolder folder) {
    SortedSet<Long> tune = new TreeSet<>();
    SortedSet<Long> report = new TreeSet<>();
    SweepReader reader = new SweepReader(ParameterCatalog.standard());
    try {
      FileSystem files = folder.sweeps().getFileSystem(new Configuration());
      for (FileStatus file : sweepFiles(files, folder)) {
        try (InputStream in = files.open(file.getPath())) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          Seeds seeds = reader.parse(file.getPath().getName(), text, overrides(text)).seeds();
          seeds.tune().stream().map(Long::valueOf).forEach(tune::add);
          seeds.report().stream().map(Long::valueOf).forEach(report::add);
        }
      }
    } catch (IOException | SweepFileException e) {
      throw QueryException.failed(e);
    }
    return new SeedRoles(tune, report);
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

  /** A condition on {@code seed}, in any dialect. */
  String tuning() {
    return tune.isEmpty() ? "true" : oneOf(tune);
  }

  /** A condition on {@code seed}, in any dialect. */
  String reporting() {
    return tune.isEmpty() ? "true" : oneOf(report);
  }

  private static String oneOf(SortedSet<Long> seeds) {
    return seeds.stream().map(String::valueOf).collect(Collectors.joining(", ", "seed IN (", ")"));
  }
}
