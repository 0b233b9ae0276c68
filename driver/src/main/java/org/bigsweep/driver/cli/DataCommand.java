package org.bigsweep.driver.cli;

import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      @Mixin DataOption option) {
    Dataset data = option.load(name, spec.commandLine().getErr());
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %,d training and %,d test images of %d pixels, %d classes, %s%n",
            data.name(),
            data.training().count(),
            data.test().count(),
            data.training().pixelsPerImage(),
            data.classes(),
            option
                .folder()
                .or(() -> DatasetCatalog.standard().cacheFolder(name))
                .map(folder -> "in " + folder)
                .orElse("ready"));
  }
}
