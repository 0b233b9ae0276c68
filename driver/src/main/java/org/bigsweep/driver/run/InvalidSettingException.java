package org.bigsweep.driver.run;

/**
 * A Spark setting or master with which a run would go wrong. The message is one sentence for the
 * user.
 */
public final class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSettingException(String setting, String value, String law) {
    this("Invalid " + setting + ": " + value + " (must be " + law + ")");
  }

  InvalidSettingException(String message) {
    super(message);
  }
}
