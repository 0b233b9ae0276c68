package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.results.Lease;
import org.bigsweep.results.Merging;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.UnfinishedFiles;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code merge}, which makes one results folder from several. */
@Command(
    name = "merge",
    description = {
      "Unites results folders, such as those of two machines: every trial is there once.",
      "Without --out, the others are added to the first. The sources stay as they are."
    })
final class MergeCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RESULTS", description = "Results folders.")
  private List<String> locations;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Folder to add them all to; made if missing (default: the first).")
  private String out;

  @Override
  public Integer call() {
    List<ResultsFolder> sources =
        new ArrayList<>(locations.stream().map(ResultsArgument::existing).toList());
    ResultsFolder into = out == null ? sources.get(0) : StorageSettings.folder(out);
    sources.removeIf(source -> source.location().equals(into.location()));
    if (sources.isEmpty()) {
      throw UserException.invalid("RESULTS", String.join(" ", locations), "at least two folders");
    }
    boolean sound = true;
    try (Lease lease = Lease.take(into, CompactCommand.LEASE, Lease.TIME, () -> {})) {
      new UnfinishedFiles(into).remove(Lease.TIME);
      Merging merging = new Merging(into);
      for (ResultsFolder source : sources) {
        sound &= told(source, into, merging.add(source));
      }
    }
    return sound ? ExitCode.DONE : ExitCode.UNSOUND;
  }

  private boolean told(ResultsFolder source, ResultsFolder into, Merging.Outcome outcome) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        "%s: %,d trials added to %s, %,d were there%s%n",
        source,
        outcome.added(),
        into,
        outcome.present(),
        outcome.otherKernels() == 0
            ? ""
            : ", %,d of them with other figures from another BLAS kernel family"
                .formatted(outcome.otherKernels()));
    List<String> differing = outcome.differing();
    if (!differing.isEmpty()) {
      spec.commandLine()
          .getErr()
          .printf(
              "bigsweep: %,d trials have other figures in %s on the same kernel: %s%s%n",
              differing.size(),
              source,
              String.join(", ", differing.subList(0, Math.min(SHOWN, differing.size()))),
              differing.size() > SHOWN ? ", …" : "");
    }
    return differing.isEmpty();
  }
}
