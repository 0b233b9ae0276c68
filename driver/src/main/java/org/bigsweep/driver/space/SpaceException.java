package org.bigsweep.driver.space;

/** An invalid search space. The message is one sentence for the user. */
public final class SpaceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String origin;

  /**
   * @param origin where the fault stands, such as {@code sweep.yaml:12}; empty if unknown
   */
  public SpaceException(String origin, String message) {
    super(message);
    this.origin = origin;
  }

  SpaceException(String message) {
    this("", message);
  }

  public String origin() {
    return origin;
  }
}
