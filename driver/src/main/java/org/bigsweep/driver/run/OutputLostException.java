package org.bigsweep.driver.run;

/**
 * The failure of a run to publish results, though it retried for a while. The message is one
 * sentence for the user. The same command continues once the folder can be written to.
 */
public final class OutputLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputLostException(String message) {
    super(message);
  }
}
