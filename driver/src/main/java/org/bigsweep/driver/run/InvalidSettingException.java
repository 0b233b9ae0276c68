package org.bigsweep.driver.run;

/**
 * A setting or master of Spark with which a run would go wrong; the message is one sentence for the
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
