package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program that runs some commands one after the other, for the launcher's archive of classes:
 * Java archives what one process has loaded.
 */
final class ClassSample {
  private static final String SWEEP =
      "--set dataset=synthetic --set trainingImages=1000 --set validationImages=500 --set rule=BP"
          + " --set epochs=1 --out";

  private ClassSample() {}

  /**
   * @param arguments a folder of results, a name for its page and one for a folder of results
   */
  public static void main(String[] arguments) {
    String folder = arguments[0];
    List<List<String>> commands =
        List.of(
            List.of("--help"),
            sweep("plan --probe 0", folder),
            sweep("run", arguments[2]),
            List.of("status", folder),
            List.of("top", folder),
            List.of("sql", folder, "SELECT rule, count(*) FROM trials GROUP BY rule"),
            List.of("report", folder, "--out", arguments[1]));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int code = ExitCode.DONE;
    for (List<String> command : commands) {
      code = Math.max(code, Bigsweep.run(nowhere, nowhere, command.toArray(String[]::new)));
    }
    System.exit(code);
  }

  private static List<String> sweep(String command, String folder) {
    return Stream.concat(Stream.of((command + " " + SWEEP).split(" ")), Stream.of(folder)).toList();
  }
}
