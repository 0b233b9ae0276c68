package org.bigsweep.driver.run;

/**
 * Results that a run could not publish, though it tried for a while; the message is one sentence
 * for the user. The same command continues once the folder can be written to.
 */
public final class OutputLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputLostException(String message) {
    super(message);
  }
}
