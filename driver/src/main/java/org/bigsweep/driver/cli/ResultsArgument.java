package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Parameters;

/** The first argument of a command that reads: the results folder. */
final class ResultsArgument {
  static final String DEFAULT = "results";

  @Parameters(
      arity = "0..1",
      paramLabel = "RESULTS",
      defaultValue = DEFAULT,
      description = "Results folder (default: ./results).")
  private String location;

  ResultsFolder folder() {
    return existing(location);
  }

  /** The folder at {@code location}, which must exist. */
  static ResultsFolder existing(String location) {
    ResultsFolder folder = StorageSettings.folder(location);
    if (!folder.exists()) {
      throw new UserException("Cannot read results: no folder " + folder);
    }
    return folder;
  }

  /** The folder that is named before {@code others} arguments; the default one if none is. */
  static ResultsFolder before(int others, List<String> arguments) {
    return existing(arguments.size() > others ? arguments.get(0) : DEFAULT);
  }
}
