package org.bigsweep.util;

import java.util.Optional;

/** Helpers that extract messages from exceptions. */
public final class Failures {
  private Failures() {}

  /** The first line of the message that is not blank, or the exception's name without one. */
  public static String firstLine(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(m -> m.lines().filter(line -> !line.isBlank()).findFirst())
        .orElse(failure.toString());
  }
}
