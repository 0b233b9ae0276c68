package org.bigsweep.driver.cli;

import java.util.List;
import org.bigsweep.driver.store.StorageSettings;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.util.UserException;

/** The place of the results folder that a command reads. */
final class ResultsOption {
  static final String DEFAULT = "results";

  private ResultsOption() {}

  /** The folder at {@code location}, which must exist. */
  static ResultsFolder existing(String location) {
    ResultsFolder folder = StorageSettings.folder(location);
    if (!folder.exists()) {
      throw new UserException("Cannot read results: no folder " + folder);
    }
    return folder;
  }

  /** The first of two arguments; the default folder if there is only the other. */
  static String location(List<String> arguments) {
    return arguments.size() > 1 ? arguments.get(0) : DEFAULT;
  }
}
