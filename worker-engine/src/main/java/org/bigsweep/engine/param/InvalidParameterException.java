package org.bigsweep.engine.param;

import org.bigsweep.util.UserException;

/**
 * Thrown when a setting has a value that is not allowed. The message is one sentence for the user:
 * {@code Invalid <thing>: <value> (must be <requirement>)}, with the nearest valid name where there
 * is one.
 */
public final class InvalidParameterException extends UserException {
  private static final long serialVersionUID = 1L;

  public InvalidParameterException(String message) {
    super(message);
  }

  InvalidParameterException(String name, String value, Kind<?> kind) {
    super(
        "Invalid "
            + name
            + ": "
            + value
            + " (must be "
            + kind.requirement()
            + ")"
            + suggestion(value, kind));
  }

  private static String suggestion(String value, Kind<?> kind) {
    return kind instanceof Kind.Choice<?> choice
        ? NearestName.of(value, choice.options()).map(n -> "; did you mean " + n + "?").orElse("")
        : "";
  }
}
