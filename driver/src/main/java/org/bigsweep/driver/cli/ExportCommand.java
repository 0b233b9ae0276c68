package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code export}, which writes views as files. */
@Command(
    name = "export",
    description = {
      "Writes views as files, such as best.csv, for pandas, R and spreadsheets.",
      "Example: bigsweep export results --view best --view curves -o exported",
      "With --format arrow the files are Arrow IPC (Feather 2): pandas.read_feather, R's"
          + " arrow::read_feather."
    })
final class ExportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private ResultsArgument reader;

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

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "text, csv, json or arrow (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Override
  public void run() {
    for (String view : views) {
      if (!ResultsViews.NAMES.contains(view)) {
        throw UserException.invalid(
            "view", view, "one of " + String.join(", ", ResultsViews.NAMES));
      }
    }
    ResultsFolder folder = reader.folder();
    try (ResultsViews answers = ResultsViews.over(folder)) {
      Files.createDirectories(out);
      for (String view : views) {
        String name = view + "." + format.name().toLowerCase(Locale.ROOT);
        Path file = out.resolve(name);
        Path partial = out.resolve("." + name + ".partial");
        if (format == OutputFormat.ARROW) {
          arrow(answers, view, partial);
        } else {
          printed(answers.all(view), partial);
        }
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        spec.commandLine().getOut().println(file);
      }
    } catch (IOException e) {
      throw new UserException("Cannot write to " + out + ": " + e.getMessage());
    }
  }

  private void printed(AnswerTable table, Path file) throws IOException {
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
      format.print(table, writer);
      if (writer.checkError()) {
        throw new IOException("the disk may be full");
      }
    }
  }

  private static void arrow(ResultsViews views, String view, Path file) throws IOException {
    try (WritableByteChannel channel = Channels.newChannel(Files.newOutputStream(file))) {
      views.writeArrow(view, channel);
    }
  }
}
