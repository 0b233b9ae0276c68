package org.bigsweep.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.driver.bench.MadeUpResults;
import org.bigsweep.driver.report.Chromium;
import org.bigsweep.driver.serve.LiveServer;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.KeptSweeps;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The live page in a browser while trials finish one after another. */
@Command(
    name = "soak",
    description =
        "Adds trials to a folder at a steady rate, with its live page open in Chromium, and prints"
            + " what memory the server and the page hold.")
final class SoakCommand implements Runnable {
  private static final int GROUP = 10;
  private static final long MEGABYTE = 1 << 20;

  private static final String SWEEP =
      """
      version: 1
      name: soak
      fixed: {epochs: 10}
      grid:
        rule: [BP, DTP, BIG(balanced)]
        sigma2: [0.1, 0.3, 1, 3, 10]
        learningRate: [1e-4, 3e-4, 1e-3, 3e-3, 0.01]
        depth: 3..8
      seeds: 0..99
      """;

  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--rate",
      defaultValue = "5",
      description = "Trials a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--view",
      split = ",",
      defaultValue = "overview,trials,figures",
      description = "Views of the page, a minute each in turn (default: ${DEFAULT-VALUE}).")
  private List<String> views;

  /** How often the server is looked at, so that once no query is under way. */
  private static final int LOOKS = 10;

  /** What is held at the end of a minute, after a collection of garbage on both sides. */
  private record Minute(
      long minute, String view, long trials, long shown, long server, long page, long nodes) {}

  @Override
  public void run() {
    try {
      Path folder = Files.createTempDirectory("bigsweep-soak");
      spec.commandLine().getErr().println("trials in " + folder);
      OverheadCommand.print(
          Map.of(
              "soak",
              AnswerTable.of(minutes(folder))
                  .column("minute", Minute::minute)
                  .column("view", Minute::view)
                  .column("trials", Minute::trials)
                  .column("shown", Minute::shown)
                  .column("server_mb", Minute::server)
                  .column("page_mb", Minute::page)
                  .column("nodes", Minute::nodes)
                  .build()),
          format,
          spec.commandLine().getOut());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Minute> minutes(Path directory) throws IOException, InterruptedException {
    ResultsFolder folder =
        ResultsFolder.at(directory.resolve("results").toString(), new Configuration());
    Sweep sweep = new SweepReader(ParameterCatalog.standard()).parse("soak.yaml", SWEEP, List.of());
    KeptSweeps.keep(sweep, folder);
    MadeUpResults.publish(folder, sweep.space(), 0, GROUP);
    List<Minute> all = new ArrayList<>();
    try (LiveServer server = LiveServer.start(List.of(folder), LiveServer.HOST, 0);
        Chromium browser = Chromium.start(Files.createDirectory(directory.resolve("profile")))) {
      browser.call("Performance.enable", Map.of());
      browser.open(server.address());
      long trials = GROUP;
      long start = System.nanoTime();
      long rounds = Math.max(1, Math.round(minutes));
      Duration round = Duration.ofMillis((long) (60_000 * minutes / rounds));
      for (long minute = 1; minute <= rounds; minute++) {
        String view = views.get((int) ((minute - 1) % views.size()));
        browser.evaluate("window.location.hash = '#/0/" + view + "'");
        while (System.nanoTime() - start < round.toNanos() * minute) {
          MadeUpResults.publish(folder, sweep.space(), trials, trials + GROUP);
          trials += GROUP;
          long due = start + (long) (1e9 * (trials - GROUP) / rate);
          Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
        all.add(held(minute, view, trials, browser));
      }
    }
    return all;
  }

  private static Minute held(long minute, String view, long trials, Chromium browser)
      throws InterruptedException {
    browser.forget();
    long server = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      System.gc();
      server = Math.min(server, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      Thread.sleep(1_000);
    }
    browser.call("HeapProfiler.collectGarbage", Map.of());
    Map<String, Long> page = new HashMap<>();
    browser
        .call("Performance.getMetrics", Map.of())
        .get("metrics")
        .forEach(metric -> page.put(metric.get("name").asText(), metric.get("value").asLong()));
    long shown =
        browser
            .evaluate("fetch('/api/folders').then(a => a.json()).then(f => f[0].trials)")
            .asLong();
    return new Minute(
        minute,
        view,
        trials,
        shown,
        server / MEGABYTE,
        page.get("JSHeapUsedSize") / MEGABYTE,
        page.get("Nodes"));
  }
}
