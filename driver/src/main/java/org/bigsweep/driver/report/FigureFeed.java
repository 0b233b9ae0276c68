package org.bigsweep.driver.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
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

  /**
   * A figure that results do not fill.
   *
   * @param wanted a sentence that says what sweep would
   */
  public record Gap(String id, String subject, String wanted) {}

  /** All figures, in the order of a report. */
  public record Feed(List<Entry> figures, List<Gap> gaps) {
    public Feed {
      figures = List.copyOf(figures);
      gaps = List.copyOf(gaps);
    }
  }

  /** The figures of what {@code views} show now. */
  public static Feed of(ResultsViews views) {
    ReportQueries answers = new ReportQueries(views);
    List<Entry> figures = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (Drawing drawing : Report.DRAWINGS) {
      if (drawing.entry(answers) instanceof Figure figure) {
        figures.add(
            new Entry(
                figure.id(),
                figure.subject(),
                SECTION.execute(ReportPage.section(figure)),
                Drawn.of(figure)));
      } else {
        gaps.add(new Gap(drawing.id(), drawing.subject(), drawing.wanted()));
      }
    }
    return new Feed(figures, gaps);
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
