package org.bigsweep.driver.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.bigsweep.util.UserException;

/**
 * The address of a standalone master, {@code spark://HOST:PORT}, or of several joined by commas.
 */
final class StandaloneMaster {
  static final String SCHEME = "spark://";
  private static final int CONNECT_MILLIS = 5_000;

  private StandaloneMaster() {}

  /**
   * Checks that one of the masters answers. Spark itself would try for a minute and then stop.
   *
   * @throws UserException if none does
   */
  static void check(String master) {
    Optional<String> reason = Optional.empty();
    for (String address : master.substring(SCHEME.length()).split(",", -1)) {
      reason = failure(master, address);
      if (reason.isEmpty()) {
        return;
      }
    }
    throw new UserException("Cannot reach " + master + ": " + reason.orElseThrow());
  }

  private static Optional<String> failure(String master, String address) {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      InetSocketAddress end = new InetSocketAddress(address.substring(0, Math.max(0, colon)), port);
      if (end.isUnresolved()) {
        return Optional.of("there is no such host");
      }
      socket.connect(end, CONNECT_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw UserException.invalid("--master", master, "as in spark://HOST:PORT");
    }
  }
}
