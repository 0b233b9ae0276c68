package org.bigsweep.driver.run;

import java.io.IOException;
import org.bigsweep.results.ResultsFolder;

/** A results folder that cannot be written to; the message is one sentence for the user. */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputException(ResultsFolder folder, IOException cause) {
    super(
        "Cannot write results to "
            + folder
            + ": "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown reason"),
        cause);
  }
}
