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

  public InvalidParameterException(String what, Object value, String requirement) {
    super(sentence(what, value, requirement));
  }

  InvalidParameterException(String name, String value, Kind<?> kind) {
    super(
        sentence(name, value, kind.requirement())
            + (kind instanceof Kind.Choice<?> choice
                ? NearestName.hint(value, choice.options())
                : ""));
  }
}
