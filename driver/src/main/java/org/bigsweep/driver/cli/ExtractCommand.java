package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.store.KeptSweep;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.results.Extraction;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code extract}, which copies the results of one sweep, to hand on or to commit. */
@Command(
    name = "extract",
    description = {
      "Copies one sweep's finished trials, decisions and sweep file into a folder of few files,",
      "without checkpoints and kept parameters: results to hand on with a paper.",
      "Example: bigsweep extract results --sweep sigma2 --out sigma2-results"
    })
final class ExtractCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RESULTS", description = "Results folder.")
  private String location;

  @Option(names = "--sweep", required = true, paramLabel = "NAME", description = "Its name.")
  private String name;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder to write to; must hold no results yet.")
  private String out;

  @Option(
      names = "--without-layers",
      description =
          "Leave out the rows per layer, most of the bytes: no figures of alignment and balance.")
  private boolean withoutLayers;

  @Override
  public void run() {
    ResultsFolder from = ResultsArgument.existing(location);
    ResultsFolder into = StorageSettings.folder(out);
    if (into.exists()) {
      throw new UserException("Invalid --out: " + into + " (must not exist yet)");
    }
    List<KeptSweep> kept = kept(from);
    Extraction extraction = new Extraction(from, into);
    long trials =
        extraction.trials(
            trial -> kept.stream().anyMatch(sweep -> sweep.wants(trial)), !withoutLayers);
    extraction.decisions(name);
    kept.forEach(sweep -> KeptSweeps.keep(sweep.sweep(), into));
    spec.commandLine().getOut().printf("%s: %,d trials of %s%n", into, trials, name);
  }

  /** The versions of the sweep that were run. */
  private List<KeptSweep> kept(ResultsFolder from) {
    List<KeptSweep> all = KeptSweeps.all(from);
    List<KeptSweep> named = all.stream().filter(k -> k.sweep().name().equals(name)).toList();
    if (named.isEmpty()) {
      List<String> names = all.stream().map(k -> k.sweep().name()).distinct().sorted().toList();
      throw new UserException(
          "Invalid --sweep: %s (must be one of %s)%s"
              .formatted(name, String.join(", ", names), NearestName.hint(name, names)));
    }
    return named;
  }
}
