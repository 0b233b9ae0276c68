package org.bigsweep.engine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * PyTorch in a Python on the PATH, timed on the same steps: BP, DTP and BIG by hand and in place,
 * and BP by autograd; SGD, one thread. The process inherits this one's processor affinity, so
 * {@code taskset} before the program holds both to one core.
 */
public final class PythonPeer {
  private static final String SCRIPT = "peer.py";

  private final String python;

  /**
   * @param python command that starts the interpreter, such as {@code python3}
   */
  public PythonPeer(String python) {
    this.python = python;
  }

  /** Whether the interpreter is there and has PyTorch. */
  public boolean isPresent() {
    try {
      return output(List.of(python, "-c", "import torch")).exit() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Measures for about {@code seconds}.
   *
   * @throws UncheckedIOException if the interpreter cannot be run or fails
   */
  public List<PeerRate> measure(int depth, int width, int batch, double seconds) {
    try {
      Path script = Files.createTempFile("bigsweep-peer", ".py");
      try {
        try (InputStream source = PythonPeer.class.getResourceAsStream(SCRIPT)) {
          Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return rates(
            output(
                List.of(
                    python,
                    script.toString(),
                    String.valueOf(depth),
                    String.valueOf(width),
                    String.valueOf(batch),
                    String.valueOf(seconds))));
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot time " + python + ": " + e.getMessage(), e);
    }
  }

  private List<PeerRate> rates(Output output) throws IOException {
    if (output.exit() != 0) {
      String last = output.lines().isEmpty() ? "" : output.lines().get(output.lines().size() - 1);
      throw new IOException("exit code " + output.exit() + " " + last);
    }
    List<PeerRate> rates = new ArrayList<>();
    for (String line : output.lines()) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        rates.add(
            new PeerRate(line.substring(0, tab), Double.parseDouble(line.substring(tab + 1))));
      }
    }
    return rates;
  }

  private record Output(int exit, List<String> lines) {}

  private static Output output(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      List<String> lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return new Output(process.waitFor(), lines);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
