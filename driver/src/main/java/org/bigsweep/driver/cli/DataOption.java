package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import picocli.CommandLine.Option;

/** The option {@code --data-dir} of commands that read a dataset. */
final class DataOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder with the dataset's IDX files, instead of the cache.")
  private Path folder;

  Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /** The dataset; without the option, it is fetched if it is missing. */
  Dataset load(String name, PrintWriter err) {
    DatasetCatalog catalog = DatasetCatalog.standard();
    return folder == null
        ? catalog.load(name, new FetchDisplay(err, Terminal.columns().isPresent()))
        : catalog.loadFrom(name, folder);
  }
}
