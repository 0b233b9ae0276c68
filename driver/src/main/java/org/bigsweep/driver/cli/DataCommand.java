package org.bigsweep.driver.cli;

import java.nio.file.Path;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code data}, which fetches and checks datasets. */
@Command(name = "data", description = "Fetches and checks datasets.")
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing subcommand: fetch");
  }

  @Command(
      name = "fetch",
      description = "Fetches a dataset into the cache, unless it is there, and checks it.")
  void fetch(
      @Parameters(
              paramLabel = "NAME",
              description = "mnist, fashion-mnist, or the path of a folder with an IDX dataset.")
          String name,
      @Option(
              names = "--data-dir",
              paramLabel = "DIR",
              description = "Check the files of this folder instead.")
          Path folder) {
    DatasetCatalog catalog = DatasetCatalog.standard();
    FetchDisplay display =
        new FetchDisplay(spec.commandLine().getErr(), Terminal.columns().isPresent());
    Dataset data = folder == null ? catalog.load(name, display) : catalog.loadFrom(name, folder);
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %,d training and %,d test images of %d pixels, %d classes, %s%n",
            data.name(),
            data.training().count(),
            data.test().count(),
            data.training().pixelsPerImage(),
            data.classes(),
            folder == null
                ? catalog.cacheFolder(name).map(f -> "in " + f).orElse("ready")
                : "in " + folder);
  }
}
