package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bigsweep.driver.serve.LiveServer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code serve}, which shows results on a page that follows them. */
@Command(
    name = "serve",
    description = {
      "Serves a page on this machine that follows results while sweeps run: progress, trials,"
          + " figures and SQL. It only reads; Ctrl-C ends it.",
      "Example: bigsweep serve results other-results --port 8080"
    })
final class ServeCommand implements Runnable {
  private static final int MOST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "RESULTS",
      description = "Results folders (default: ./results).")
  private List<String> locations = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + LiveServer.PORT,
      description = "Port to listen on; 0 for any that is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = LiveServer.HOST,
      description =
          "Address to listen on (default: ${DEFAULT-VALUE}). Any but a loopback address demands a"
              + " token, which is part of the address that is printed.")
  private String host;

  @Override
  public void run() {
    UserException.check(
        port >= 0 && port <= MOST_PORT, "--port", port, "a whole number from 0 to " + MOST_PORT);
    List<ResultsFolder> folders =
        (locations.isEmpty() ? List.of(ResultsArgument.DEFAULT) : locations)
            .stream().map(ResultsArgument::existing).toList();
    PrintWriter out = spec.commandLine().getOut();
    try (LiveServer server = LiveServer.start(folders, host, port)) {
      out.println("serving " + server.address() + " until Ctrl-C");
      if (server.demandsToken()) {
        out.println(
            "others can reach "
                + host
                + ": the token in this address is the only key, and it travels unencrypted");
      }
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
