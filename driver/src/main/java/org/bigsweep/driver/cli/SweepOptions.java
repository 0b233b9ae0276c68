package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.driver.app.PlannedSweep;
import org.bigsweep.driver.run.SparkSettings;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that {@code plan}, {@code run} and {@code demo} share. */
final class SweepOptions {
  private static final String WITHOUT_FILE =
      "version: %d%nname: command-line%n".formatted(SweepReader.VERSION);

  /** What a shell offers after {@code --set}. */
  static final class Overridable implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of("seeds"),
              ParameterCatalog.standard().parameters().stream().map(Parameter::name))
          .map(name -> name + "=")
          .iterator();
    }
  }

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = ResultsArgument.DEFAULT,
      description = "Results folder, a path or a URI (default: ./results).")
  private String out;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      completionCandidates = Overridable.class,
      description = "Override a part of the sweep, such as depth=5,6 or seeds=0..4; repeatable.")
  private List<String> overrides = List.of();

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description =
          "Spark master, such as local[2] or spark://host:7077 (default: all cores of this"
              + " machine).")
  private String master;

  @Mixin private DataOption data;

  Optional<String> master() {
    return Optional.ofNullable(master);
  }

  /** Whether trials are trained on this machine alone. */
  boolean isLocal() {
    return SparkSettings.isLocal(master());
  }

  /**
   * The sweep of a file, or, where there is none, the one that {@code --set} describes alone.
   *
   * @param command the command that is in error if there is neither
   */
  Sweep read(Optional<Path> file, CommandLine command) {
    if (file.isEmpty() && overrides.isEmpty()) {
      throw new ParameterException(command, "Missing required parameter: 'SWEEP'");
    }
    return file.isPresent()
        ? reader().read(file.get(), overrides)
        : reader().parse("--set", WITHOUT_FILE, overrides);
  }

  /** A sweep as its file says it, without overrides. */
  Sweep readPlain(Path file) {
    return reader().read(file, List.of());
  }

  Sweep parse(String label, String text) {
    return reader().parse(label, text, overrides);
  }

  private static SweepReader reader() {
    return new SweepReader(ParameterCatalog.standard());
  }

  /**
   * Plans a sweep against the results folder. The dataset is fetched if it is missing.
   *
   * @param retryFailed whether failed trials are to be trained again
   */
  PlannedSweep plan(Sweep sweep, boolean retryFailed, PrintWriter err) {
    TrialRunner.checkSettings();
    ResultsFolder folder = StorageSettings.folder(out);
    return PlannedSweep.of(sweep, data.load(sweep.dataset(), err), folder, isLocal(), retryFailed);
  }
}
