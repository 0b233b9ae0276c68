package org.bigsweep.driver.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides who may read. On a loopback address everybody on this machine may, but no page of another
 * site: a request must name this machine as its host, which defeats names that resolve to loopback,
 * and must not come from another site. On any other address a request must bring the token.
 *
 * @param token empty on a loopback address
 */
record Access(Optional<String> token) {
  private static final int TOKEN_BYTES = 16;
  private static final String COOKIE = "bigsweep";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** A token that nobody guesses. */
  static String freshToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Why a request is refused; empty if it is not. */
  Optional<Refusal> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    if (Optional.ofNullable(headers.getFirst("Sec-Fetch-Site"))
        .filter(site -> site.equals("cross-site") && isData(exchange))
        .isPresent()) {
      return Optional.of(new Refusal(403, "Cannot answer a request from another site"));
    }
    if (token.isPresent()) {
      return brings(headers, token.get())
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  401, "Cannot answer without the token: open the address that serve printed"));
    }
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
    String name = host.replaceFirst(":\\d+$", "");
    return LOOPBACK.contains(name)
        ? Optional.empty()
        : Optional.of(
            new Refusal(403, "Invalid host: " + name + " (must be localhost, 127.0.0.1 or [::1])"));
  }

  private static boolean isData(HttpExchange exchange) {
    return !exchange.getRequestURI().getPath().equals("/");
  }

  private static boolean brings(Headers headers, String token) {
    return Optional.ofNullable(headers.get("Cookie")).orElse(List.of()).stream()
        .flatMap(line -> Stream.of(line.split(";")))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .anyMatch(cookie -> same(cookie.substring(COOKIE.length() + 1), token));
  }

  /** Whether the address brings the token, as the address that is printed does. */
  boolean isOffered(RequestQuery given) {
    return token.isPresent() && given.find("token").filter(t -> same(t, token.get())).isPresent();
  }

  /** The cookie by which a browser brings the token from now on. */
  String cookie() {
    return COOKIE + "=" + token.orElseThrow() + "; Path=/; HttpOnly; SameSite=Strict";
  }

  /** Takes as long for a wrong token as for the right one. */
  private static boolean same(String given, String token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A refusal.
   *
   * @param status of HTTP
   */
  record Refusal(int status, String sentence) {}
}
