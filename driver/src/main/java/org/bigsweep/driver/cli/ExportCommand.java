package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Views as files. */
@Command(
    name = "export",
    description = {
      "Writes views as CSV files, such as best.csv, for pandas, R and spreadsheets.",
      "Example: bigsweep export results --view best --view curves -o exported"
    })
final class ExportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private ReaderArguments reader;

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = "A view to write; may be repeated (default: all).")
  private List<String> views = ResultsViews.NAMES;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the files; made if missing. Files of the same name are replaced.")
  private Path out;

  @Override
  public void run() {
    for (String view : views) {
      if (!ResultsViews.NAMES.contains(view)) {
        throw new UsageException(
            "Invalid view: "
                + view
                + " (must be one of "
                + String.join(", ", ResultsViews.NAMES)
                + ")");
      }
    }
    ResultsFolder folder = reader.folder();
    try (ResultsViews answers = ResultsViews.over(folder, KeptSweeps.roles(folder))) {
      Files.createDirectories(out);
      for (String view : views) {
        Path file = out.resolve(view + ".csv");
        Path partial = out.resolve("." + view + ".csv.partial");
        try (PrintWriter writer =
            new PrintWriter(Files.newBufferedWriter(partial, StandardCharsets.UTF_8))) {
          RowsFormat.CSV.print(answers.all(view), writer);
          if (writer.checkError()) {
            throw new IOException("the disk may be full");
          }
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine().getOut().println(file);
      }
    } catch (IOException e) {
      throw new UsageException("Cannot write to " + out + ": " + e.getMessage());
    }
  }
}
