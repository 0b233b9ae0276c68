package org.bigsweep.driver.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * A conversion of text into a form that cannot command a terminal. Results may come from anywhere,
 * and a terminal obeys control characters in a trial's reason or a sweep's name: it would clear
 * lines, set titles or show words in another order. So control characters are printed as escapes
 * such as {@code \}{@code u001b}, which JSON reads as the original character.
 */
final class PlainText {
  private PlainText() {}

  /** Everything that is written to the result, with line ends and tabs as they are. */
  static PrintWriter writer(Writer out) {
    return new PrintWriter(new Escaping(out), true);
  }

  /** A table's cell: neither line ends nor tabs. */
  static String cell(String text) {
    return escaped(text, false);
  }

  private static String escaped(String text, boolean layout) {
    if (text.chars().noneMatch(c -> commands(c, layout))) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.chars()
        .forEach(c -> plain.append(commands(c, layout) ? "\\u%04x".formatted(c) : (char) c + ""));
    return plain.toString();
  }

  private static boolean commands(int c, boolean layout) {
    if (layout && (c == '\n' || c == '\r' || c == '\t')) {
      return false;
    }
    boolean control = Character.isISOControl(c);
    boolean direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    return control || direction;
  }

  private static final class Escaping extends FilterWriter {
    Escaping(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      out.write(escaped(Character.toString((char) c), true));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      out.write(escaped(new String(text, offset, length), true));
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      out.write(escaped(text.substring(offset, offset + length), true));
    }
  }
}
