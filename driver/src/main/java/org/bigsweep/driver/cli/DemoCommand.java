package org.bigsweep.driver.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code demo}, which trains one small network per rule. */
@Command(
    name = "demo",
    description = "Trains one small network per rule on MNIST and prints what each learned.")
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SweepOptions options;

  @Override
  public Integer call() {
    return new SweepSession(options, new RunOptions(), spec.commandLine())
        .run(options.parse(ShippedSweep.DEMO, ShippedSweep.text(ShippedSweep.DEMO)));
  }
}
