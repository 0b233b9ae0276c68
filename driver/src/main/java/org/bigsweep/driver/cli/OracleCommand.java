package org.bigsweep.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.oracle.OracleCheck;
import org.bigsweep.engine.oracle.OracleReport;
import org.bigsweep.engine.trial.TrialRunner;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code oracle}, which compares the engine with reference cases. */
@Command(
    name = "oracle",
    description =
        "Checks the engine against the reference cases of a folder; exit code 0 only if all pass,"
            + " else 3.")
final class OracleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder with *.json cases.")
  private Path folder;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    TrialRunner.checkSettings();
    if (!Files.isDirectory(folder)) {
      throw new UserException("Cannot read oracle cases: no folder " + folder);
    }
    List<OracleReport> reports = reports();
    if (reports.isEmpty()) {
      throw new UserException("Cannot read oracle cases: no *.json in " + folder);
    }
    long passed = reports.stream().filter(OracleReport::passed).count();
    format.print(
        AnswerTable.of(reports)
            .column("case", OracleReport::name)
            .column("result", report -> report.passed() ? "pass" : "FAIL")
            .column("worst", OracleReport::worst)
            .column("error", report -> String.format(Locale.ROOT, "%.1e", report.error()))
            .column("tolerance", report -> String.format(Locale.ROOT, "%.0e", report.tolerance()))
            .column("compared", OracleReport::compared)
            .build(),
        spec.commandLine().getOut());
    if (format.chosen() == OutputFormat.TEXT) {
      spec.commandLine().getOut().printf("%d of %d cases pass%n", passed, reports.size());
    }
    return passed == reports.size() ? ExitCode.DONE : ExitCode.TRIALS_FAILED;
  }

  private List<OracleReport> reports() {
    try {
      return OracleCheck.run(folder);
    } catch (IOException e) {
      throw new UserException("Cannot read oracle cases: " + e.getMessage());
    }
  }
}
