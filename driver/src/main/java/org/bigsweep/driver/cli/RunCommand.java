package org.bigsweep.driver.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a sweep. */
@Command(
    name = "run",
    description =
        "Trains the trials of a sweep that the results folder does not hold yet. The same command"
            + " resumes what was interrupted.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SWEEP", description = "Sweep file.")
  private Path file;

  @Mixin private SweepOptions options;
  @Mixin private RunOptions runOptions;

  @Override
  public Integer call() {
    return new SweepSession(options, runOptions, spec.commandLine()).run(options.read(file));
  }
}
