package org.bigsweep.driver.cli;

import org.bigsweep.results.ResultsFolder;
import picocli.CommandLine.Parameters;

/** The first argument of a command that reads: the results folder. */
final class ReaderArguments {
  @Parameters(
      arity = "0..1",
      paramLabel = "RESULTS",
      defaultValue = ResultsOption.DEFAULT,
      description = "Results folder (default: ./results).")
  private String location;

  ResultsFolder folder() {
    return ResultsOption.existing(location);
  }
}
