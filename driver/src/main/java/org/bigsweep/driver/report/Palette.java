package org.bigsweep.driver.report;

import java.util.List;
import java.util.stream.Stream;
import org.bigsweep.driver.report.Ink.Dash;
import org.bigsweep.driver.report.Ink.Symbol;
import org.bigsweep.engine.catalog.ParameterCatalog;

/**
 * The colours of all figures. Colour-blind readers can tell them apart (Okabe and Ito 2008, without
 * its yellow, which is faint on white). Each rule has the same colour in every figure; variants of
 * a rule share its hue or differ in dash and symbol as well.
 */
final class Palette {
  private static final String BLUE = "#0072B2";
  private static final String SKY = "#56B4E9";
  private static final String GREEN = "#009E73";
  private static final String ORANGE = "#E69F00";
  private static final String VERMILION = "#D55E00";
  private static final String PURPLE = "#CC79A7";
  private static final String GREY = "#7A7A7A";

  private static final Ink BLACK = black(Symbol.CIRCLE);

  /**
   * The inks in the catalog's display order, so that the rules that come with bigsweep keep their
   * looks.
   */
  private static final List<Ink> INKS =
      List.of(
          BLACK,
          Ink.solid(GREEN, Symbol.TRIANGLE),
          Ink.solid(GREEN, Symbol.DIAMOND).with(Dash.DASHED),
          Ink.solid(GREY, Symbol.RECT).with(Dash.DOTTED),
          Ink.solid(PURPLE, Symbol.RECT).with(Dash.DOTTED),
          Ink.solid(SKY, Symbol.RECT),
          Ink.solid(SKY, Symbol.DIAMOND).with(Dash.DOTTED),
          blue(Symbol.DIAMOND),
          Ink.solid(VERMILION, Symbol.RECT).with(Dash.DASHED),
          Ink.solid(VERMILION, Symbol.CIRCLE),
          Ink.solid(PURPLE, Symbol.DIAMOND).with(Dash.DASHED),
          Ink.solid(ORANGE, Symbol.TRIANGLE));

  private static final List<String> OTHERS = List.of(PURPLE, GREEN, ORANGE, BLUE, VERMILION, SKY);

  /**
   * The inks for further rules, in the catalog's order. None is among {@link #INKS}. Dashed ones
   * come first: they do not hide a solid line that they run along.
   */
  private static final List<Ink> FREE =
      Stream.of(Dash.DASHED, Dash.DOTTED, Dash.SOLID)
          .flatMap(dash -> OTHERS.stream().map(hue -> Ink.solid(hue, Symbol.RECT).with(dash)))
          .filter(ink -> !INKS.contains(ink))
          .toList();

  private static final List<String> NAMES = ParameterCatalog.standard().displayNames();

  /** A ramp like viridis from dark to light, but never too light for a line on white. */
  private static final int[][] RAMP = {{72, 40, 120}, {38, 130, 142}, {140, 150, 0}};

  private static final Symbol[] LAYER_SYMBOLS = {
    Symbol.CIRCLE, Symbol.TRIANGLE, Symbol.DIAMOND, Symbol.RECT
  };

  private Palette() {}

  /** The ink of a rule as reported; one that the catalog does not know always has the same too. */
  static Ink rule(String name) {
    int place = NAMES.indexOf(name);
    if (place < 0) {
      return FREE.get(Math.floorMod(name.hashCode(), FREE.size()));
    }
    return place < INKS.size() ? INKS.get(place) : FREE.get((place - INKS.size()) % FREE.size());
  }

  /** The ink of layer {@code layer} of {@code last}, 1-based: dark below, light above. */
  static Ink layer(int layer, int last) {
    double place = last > 1 ? (layer - 1.0) / (last - 1) * (RAMP.length - 1) : 0;
    int from = Math.min((int) place, RAMP.length - 2);
    int[] mixed = new int[3];
    for (int c = 0; c < mixed.length; c++) {
      mixed[c] =
          (int) Math.round(RAMP[from][c] + (place - from) * (RAMP[from + 1][c] - RAMP[from][c]));
    }
    String colour = "#%02X%02X%02X".formatted(mixed[0], mixed[1], mixed[2]);
    String dark =
        "#%02X%02X%02X".formatted(lighter(mixed[0]), lighter(mixed[1]), lighter(mixed[2]));
    return new Ink(
        colour, dark, Dash.SOLID, LAYER_SYMBOLS[Math.floorMod(layer - 1, LAYER_SYMBOLS.length)]);
  }

  private static Ink black(Symbol symbol) {
    return new Ink("#1A1A1A", "#F2F2F2", Dash.SOLID, symbol);
  }

  private static Ink blue(Symbol symbol) {
    return new Ink(BLUE, "#3D9BD9", Dash.SOLID, symbol);
  }

  private static int lighter(int channel) {
    return channel + (255 - channel) / 3;
  }

  /** The parts of an estimate, the same in every panel. */
  static Ink estimate() {
    return BLACK;
  }

  static Ink signal() {
    return blue(Symbol.TRIANGLE);
  }

  /** The ink of a difference that may be chance. */
  static Ink unclear() {
    return Ink.solid(GREY, Symbol.CIRCLE);
  }

  static Ink residual() {
    return Ink.solid(VERMILION, Symbol.DIAMOND).with(Dash.DASHED);
  }

  /** The ink of what is compared with a control. */
  static Ink neutral() {
    return black(Symbol.RECT);
  }

  static Ink state(String state) {
    return switch (state) {
      case "done" -> Ink.solid(BLUE, Symbol.RECT);
      case "collapsed" -> Ink.solid(ORANGE, Symbol.RECT);
      case "diverged" -> Ink.solid(VERMILION, Symbol.RECT);
      default -> Ink.solid(PURPLE, Symbol.RECT);
    };
  }
}
