package org.bigsweep.driver.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command printed, and its exit code. */
record Console(int code, String out, String err) {

  /** Runs a command in this process. */
  static Console of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Bigsweep.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Console(code, out.toString(), err.toString());
  }

  /** Runs one of {@link DriverBenchmarks} in this process. */
  static Console ofBenchmark(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = DriverBenchmarks.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Console(code, out.toString(), err.toString());
  }
}
