package org.bigsweep.driver.cli;

import java.time.Duration;
import org.bigsweep.results.Compaction;
import org.bigsweep.results.Lease;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.UnfinishedFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code compact}, which merges the files of a results folder into fewer, larger ones.
 */
@Command(
    name = "compact",
    description = {
      "Merges a results folder's small files into few larger ones; what it holds stays the same.",
      "Merged files stay beside the new ones for a while, for readers that have listed them; the"
          + " next compact removes them."
    })
final class CompactCommand implements Runnable {
  /** The lease of a command that rearranges a folder. No sweep's name begins with an underscore. */
  static final String LEASE = "_upkeep";

  static final String KEEP_FOR = "10m";

  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument arguments;

  @Option(
      names = "--keep-for",
      paramLabel = "TIME",
      defaultValue = KEEP_FOR,
      description =
          "How long merged files are kept for readers, such as 90s, 10m or 2h (default: 10m); 0s if"
              + " nobody reads.")
  private String keepFor;

  @Override
  public void run() {
    Duration grace = Durations.parse("--keep-for", keepFor);
    ResultsFolder folder = arguments.folder();
    try (Lease lease = Lease.take(folder, LEASE, Lease.TIME, () -> {})) {
      new UnfinishedFiles(folder).remove(Lease.TIME);
      Compaction.Outcome outcome = new Compaction(folder, Compaction.TARGET).run(grace);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %,d groups, %,d before; %,d files removed%s%n",
              folder,
              outcome.groups(),
              outcome.groupsBefore(),
              outcome.removed(),
              outcome.waiting() == 0
                  ? ""
                  : "; %,d are kept for readers, the next compact after %s removes them"
                      .formatted(outcome.waiting(), keepFor));
    }
  }
}
