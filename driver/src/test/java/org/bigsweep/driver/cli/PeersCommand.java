package org.bigsweep.driver.cli;

import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.engine.bench.PeerRate;
import org.bigsweep.engine.bench.PythonPeer;
import org.bigsweep.util.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code peers}, which times PyTorch on the steps that {@code bench} times. */
@Command(
    name = "peers",
    description = "Times PyTorch, if a python3 on the PATH has it, on the steps that bench times.")
final class PeersCommand implements Runnable {
  private static final String PYTHON = "python3";

  @Spec private CommandSpec spec;
  @Mixin private FormatOption format;

  @Option(names = "--depth", defaultValue = "6")
  private int depth;

  @Option(names = "--width", defaultValue = "256")
  private int width;

  @Option(names = "--batch", defaultValue = "128")
  private int batch;

  @Option(names = "--seconds", defaultValue = "3")
  private double seconds;

  @Override
  public void run() {
    PythonPeer python = new PythonPeer(PYTHON);
    if (!python.isPresent()) {
      throw new UserException("Cannot time PyTorch: no " + PYTHON + " on the PATH has it");
    }
    format.print(
        AnswerTable.of(python.measure(depth, width, batch, seconds))
            .column("peer", PeerRate::label)
            .column("samples_per_second", PeerRate::samplesPerSecond)
            .build(),
        spec.commandLine().getOut());
  }
}
