package org.bigsweep.driver.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.List;
import org.bigsweep.driver.store.ResultsViews;

/**
 * The figures of a report for a page that is served: each with its section, from the template that
 * the report uses too, and with what {@code figures.js} draws.
 */
public final class FigureFeed {
  private static final Template SECTION =
      Mustache.compiler().escapeHTML(true).compile(Assets.text("figure.mustache"));

  private FigureFeed() {}

  /**
   * A figure.
   *
   * @param section HTML without styles, scripts or handlers
   * @param drawn a value for {@link Json}
   */
  public record Entry(String id, String subject, String section, Object drawn) {}

  /** All figures, in the order of a report. */
  public record Feed(List<Entry> figures, List<Missing> gaps) {
    public Feed {
      figures = List.copyOf(figures);
      gaps = List.copyOf(gaps);
    }
  }

  /** The figures of what {@code views} show now. */
  public static Feed of(ResultsViews views) {
    FigureSet figures = FigureSet.of(new ReportQueries(views));
    return new Feed(figures.drawn().stream().map(FigureFeed::entry).toList(), figures.missing());
  }

  private static Entry entry(Figure figure) {
    return new Entry(
        figure.id(),
        figure.subject(),
        SECTION.execute(ReportPage.section(figure)),
        Drawn.of(figure));
  }

  /** The colours of a rule in every figure, on white and on black. */
  public static List<String> colours(String rule) {
    Ink ink = Palette.rule(rule);
    return List.of(ink.light(), ink.dark());
  }

  /** A file that the report's page is made of, such as {@code charts.js}. */
  public static String asset(String name) {
    return Assets.text(name);
  }
}
