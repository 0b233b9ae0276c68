package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.results.Examination;
import org.bigsweep.results.Fault;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command {@code doctor}, which finds the faults of a results folder and mends them on request.
 */
@Command(
    name = "doctor",
    description = {
      "Reads every file of a results folder and says what is not as it should be: corrupt,"
          + " orphaned, duplicate or stale data, and leases, checkpoints and unfinished files of"
          + " drivers that are gone.",
      "Exit code 0 if nothing is, or all was mended; 65 otherwise."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ResultsArgument arguments;
  @Mixin private FormatOption format;

  @Option(
      names = "--fix",
      description =
          "Do what is offered: files with results are moved to _quarantine, never deleted.")
  private boolean fix;

  @Override
  public Integer call() {
    ResultsFolder folder = arguments.folder();
    List<Fault> faults =
        Examination.of(
            folder, Numerics.VERSION, Durations.parse("--keep-for", CompactCommand.KEEP_FOR));
    if (fix) {
      faults.stream().filter(Fault::canBeMended).forEach(fault -> Examination.mend(fault, folder));
    }
    long left = faults.stream().filter(fault -> !isMended(fault)).count();
    print(folder, faults, left);
    return left == 0 ? ExitCode.DONE : ExitCode.UNSOUND;
  }

  private boolean isMended(Fault fault) {
    return fix && fault.canBeMended();
  }

  private void print(ResultsFolder folder, List<Fault> faults, long left) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.chosen() != OutputFormat.TEXT) {
      format.print(
          AnswerTable.of(faults)
              .column("fault", fault -> fault.kind().toString())
              .column("what", Fault::what)
              .column("remedy", Fault::remedy)
              .column("mended", this::isMended)
              .build(),
          out);
      return;
    }
    for (Fault fault : faults) {
      out.printf(
          "%s: %s; %s%s%n",
          fault.kind(), fault.what(), isMended(fault) ? "mended: " : "", fault.remedy());
    }
    if (faults.isEmpty()) {
      out.printf("%s: no faults%n", folder);
    } else {
      out.printf(
          "%s: %,d faults, %,d mended%s%n",
          folder,
          faults.size(),
          faults.size() - left,
          left > 0 && !fix ? "; bigsweep doctor --fix does what is offered" : "");
    }
  }
}
