package org.bigsweep.results.testing;

import java.io.IOException;
import java.time.Duration;

/** What goes wrong on a {@link FaultyFileSystem}: whatever is thrown is the operation's failure. */
public interface Faults {
  /** Nothing. */
  Faults NONE = new Faults() {};

  /** Called before every operation. */
  default void before(Operation operation) throws IOException {}

  /** Called after every operation that succeeded. */
  default void after(Operation operation) throws IOException {}

  /** By how much the file system's clock is ahead. */
  default Duration clockOffset() {
    return Duration.ZERO;
  }
}
