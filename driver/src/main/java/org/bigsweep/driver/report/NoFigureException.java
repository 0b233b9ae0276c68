package org.bigsweep.driver.report;

import java.util.List;

/** A request for a figure that does not exist. The message is one sentence for the user. */
public final class NoFigureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NoFigureException(String message) {
    super(message);
  }

  static NoFigureException unknown(String id, List<String> names) {
    return new NoFigureException(
        "Invalid --figure: %s (must be one of %s)".formatted(id, String.join(", ", names)));
  }

  static NoFigureException empty(String id, String wanted) {
    return new NoFigureException(
        "Cannot draw figure %s: the results have no data for it. %s".formatted(id, wanted));
  }
}
