package org.bigsweep.driver.serve;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bigsweep.util.UserException;

/** The parameters of a request, as they stand behind the question mark of its address. */
record RequestQuery(Map<String, List<String>> values) {

  /**
   * Reads an address.
   *
   * @throws UserException if it is not encoded as an address must be
   */
  static RequestQuery of(URI address) {
    Map<String, List<String>> values = new HashMap<>();
    String query = address.getRawQuery();
    if (query != null) {
      for (String part : query.split("&", -1)) {
        String[] sides = part.split("=", 2);
        values
            .computeIfAbsent(decoded(sides[0]), name -> new ArrayList<>())
            .add(sides.length > 1 ? decoded(sides[1]) : "");
      }
    }
    return new RequestQuery(values);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw UserException.invalid("address", text, "encoded with %XX");
    }
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> find(String name) {
    return all(name).stream().findFirst();
  }

  /** The first value; empty without one. */
  String text(String name) {
    return find(name).orElse("");
  }

  /**
   * A whole number.
   *
   * @throws UserException if the value is none, or not within {@code low} and {@code high}
   */
  int number(String name, int standard, int low, int high) {
    Optional<String> given = find(name);
    if (given.isEmpty()) {
      return standard;
    }
    try {
      int number = Integer.parseInt(given.get());
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw UserException.invalid(name, given.get(), "a whole number from " + low + " to " + high);
  }
}
