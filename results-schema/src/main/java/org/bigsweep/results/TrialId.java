package org.bigsweep.results;

import java.util.regex.Pattern;

/**
 * The format of trial ids, {@code [0-9a-f]{20}}. Ids become names of files, so an id from somebody
 * else's results folder is checked before use: {@code ../../evil} would lead out of the folder.
 */
final class TrialId {
  static final String FORMAT = "20 hexadecimal digits";

  private static final int LENGTH = 20;
  private static final int SHOWN = 60;
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{C}");

  private TrialId() {}

  static boolean isOne(CharSequence text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns {@code id}.
   *
   * @throws ResultsException if it is none
   */
  static String checked(String id) {
    if (!isOne(id)) {
      throw new ResultsException("Invalid trial id: " + shown(id) + " (must be " + FORMAT + ")");
    }
    return id;
  }

  /** Text of unknown origin for a message: of bounded length and without control characters. */
  static String shown(CharSequence text) {
    String start = text.subSequence(0, Math.min(text.length(), SHOWN)).toString();
    return UNPRINTABLE.matcher(start).replaceAll("?") + (text.length() > SHOWN ? "…" : "");
  }
}
