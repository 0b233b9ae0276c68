package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Asks made-up results what people ask of theirs, so that the Java virtual machine that builds the
 * program meets the classes that those commands load, and can keep them for the launcher.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /** Takes a folder, which it empties; ends the process. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    clear(folder);
    Files.createDirectories(folder);
    String results = folder.resolve("results").toString();
    String page = folder.resolve("report.html").toString();
    run("bench", "results", "--trials", "50", "--epochs", "3", "--rounds", "1", "--out", results);
    run("report", results, "-o", page);
    clear(folder);
    System.exit(ExitCode.DONE);
  }

  private static void run(String... command) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    if (Bigsweep.run(out, out, command) != ExitCode.DONE) {
      System.err.print(said);
      System.exit(ExitCode.INTERNAL);
    }
  }

  private static void clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
