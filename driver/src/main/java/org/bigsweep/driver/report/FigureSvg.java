package org.bigsweep.driver.report;

import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.util.UserException;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * A renderer that draws one figure as SVG. It runs the scripts of the page inside this virtual
 * machine.
 */
public final class FigureSvg {
  /** Whether scripts are interpreted. Compiling them takes longer than one drawing saves. */
  private static final boolean INTERPRETED = true;

  private FigureSvg() {}

  /** The names by which users ask for figures. */
  public static List<String> names() {
    return Report.DRAWINGS.stream().map(Drawing::id).toList();
  }

  /**
   * The figure called {@code id}.
   *
   * @param width in pixels
   * @throws UserException if there is no such figure, or results do not fill it
   */
  public static String of(ResultsViews views, FigureStyle style, String id, int width) {
    Drawing drawing =
        Report.DRAWINGS.stream()
            .filter(d -> d.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    UserException.invalid("--figure", id, "one of " + String.join(", ", names())));
    Optional<Figure> figure = drawing.draw(new ReportQueries(views, style));
    return svg(
        figure.orElseThrow(
            () ->
                new UserException(
                    "Cannot draw figure %s: the results have no data for it. %s"
                        .formatted(id, drawing.wanted()))),
        width);
  }

  static String svg(Figure figure, int width) {
    Context context = Context.enter();
    try {
      context.setLanguageVersion(Context.VERSION_ES6);
      context.setInterpretedMode(INTERPRETED);
      ScriptableObject scope = context.initSafeStandardObjects();
      // ECharts expects these from its host; they are not part of the language
      context.evaluateString(
          scope,
          "var self = this; function setTimeout() {} function clearTimeout() {}",
          "",
          1,
          null);
      for (String script : List.of(ReportPage.ECHARTS, "charts.js")) {
        context.evaluateString(scope, Assets.text(script), script, 1, null);
      }
      Function draw =
          context.compileFunction(
              scope,
              "function (figure, width) { return bigsweep.svg(echarts, JSON.parse(figure), {width:"
                  + " width, dark: false}); }",
              "",
              1,
              null);
      return Context.toString(
              draw.call(context, scope, scope, new Object[] {ReportPage.json(figure), width}))
          + "\n";
    } finally {
      Context.exit();
    }
  }
}
