package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bigsweep.driver.store.Rows;
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
          + " orphaned, duplicate or stale data, leases, checkpoints and debris of drivers that are"
          + " gone.",
      "Exit code 0 if nothing is, or all was mended; 65 otherwise."
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ReaderArguments arguments;
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
    int left = 0;
    List<List<Object>> rows = new ArrayList<>();
    for (Fault fault : faults) {
      boolean mended = fix && fault.canBeMended();
      if (mended) {
        Examination.mend(fault, folder);
      }
      left += mended ? 0 : 1;
      rows.add(List.of(fault.kind().toString(), fault.what(), fault.remedy(), mended));
    }
    print(folder, rows, left);
    return left == 0 ? ExitCode.DONE : ExitCode.UNSOUND;
  }

  private void print(ResultsFolder folder, List<List<Object>> rows, int left) {
    PrintWriter out = spec.commandLine().getOut();
    if (format.json()) {
      format.print(Rows.of(List.of("fault", "what", "remedy", "mended"), rows), out);
      return;
    }
    rows.forEach(
        row ->
            out.printf(
                "%s: %s; %s%s%n",
                row.get(0), row.get(1), row.get(3).equals(true) ? "mended: " : "", row.get(2)));
    if (rows.isEmpty()) {
      out.printf("%s: no faults%n", folder);
    } else {
      out.printf(
          "%s: %,d faults, %,d mended%s%n",
          folder,
          rows.size(),
          rows.size() - left,
          left > 0 && !fix ? "; bigsweep doctor --fix does what is offered" : "");
    }
  }
}
