package org.bigsweep.driver.report;

/**
 * The look of a line and its points, which never rests on colour alone.
 *
 * @param light colour on white, {@code #rrggbb}
 * @param dark colour on black
 */
record Ink(String light, String dark, Dash dash, Symbol symbol) {
  enum Dash {
    SOLID,
    DASHED,
    DOTTED
  }

  enum Symbol {
    CIRCLE,
    RECT,
    TRIANGLE,
    DIAMOND
  }

  static Ink solid(String colour, Symbol symbol) {
    return new Ink(colour, colour, Dash.SOLID, symbol);
  }

  Ink with(Dash other) {
    return new Ink(light, dark, other, symbol);
  }
}
