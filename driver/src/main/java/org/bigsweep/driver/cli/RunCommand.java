package org.bigsweep.driver.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code run}, which runs a sweep. */
@Command(
    name = "run",
    description =
        "Trains the trials of a sweep that the results folder does not hold yet. The same command"
            + " resumes what was interrupted.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SWEEP",
      description = "Sweep file; without one, --set describes the sweep.")
  private Optional<Path> file = Optional.empty();

  @Mixin private SweepOptions options;
  @Mixin private RunOptions runOptions;

  @Override
  public Integer call() {
    return new SweepSession(options, runOptions, spec.commandLine())
        .run(options.read(file, spec.commandLine()));
  }
}
