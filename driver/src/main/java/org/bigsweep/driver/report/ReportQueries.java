package org.bigsweep.driver.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bigsweep.driver.report.Mark.Spread;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.ResultsViews;

/** The SQL queries from which a report is drawn. */
final class ReportQueries {
  /** Most rows that a figure takes; every query aggregates first. */
  static final int MOST_ROWS = 5_000;

  /** Most facets side by side. */
  private static final int FACETS = 6;

  /** The views that nearly every figure queries. */
  private static final List<String> KEPT = List.of("roled_trials", "best", "reported_trials");

  private static final String FACETS_QUERY =
      """
      SELECT dataset, depth, factors, count(*) AS trials, max(epochs) AS epochs
      FROM reported_trials GROUP BY dataset, depth, factors\
      """;

  private final ResultsViews views;
  private final FigureStyle style;
  private final Map<String, AnswerTable> asked = new HashMap<>();
  private final List<Facet> facets;

  ReportQueries(ResultsViews views) {
    this(views, FigureStyle.STANDARD);
  }

  ReportQueries(ResultsViews views, FigureStyle style) {
    this.style = style;
    this.views = views;
    views.keep(KEPT);
    facets = Facet.of(ask(FACETS_QUERY).rows());
  }

  /** Texts as SQL writes them, with commas between. */
  static String texts(Collection<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'")
        .collect(Collectors.joining(", "));
  }

  FigureStyle style() {
    return style;
  }

  /** Bands of the chosen shading. */
  Alignments.Bars bands() {
    return new Alignments.Bars(Spread.BAND, style.shading());
  }

  /** Bars of the chosen shading. */
  Alignments.Bars whiskers() {
    return new Alignments.Bars(Spread.WHISKER, style.shading());
  }

  /** The answer's first rows; asked once, for figures share queries. */
  AnswerTable ask(String sql) {
    return asked.computeIfAbsent(sql, query -> views.query(query).first(MOST_ROWS));
  }

  /** The facet with most reported trials, the deepest of equals; empty without any. */
  Optional<Facet> main() {
    return facets.stream().findFirst();
  }

  /** The facets with most reported trials, by dataset, depth and level. */
  List<Facet> shown() {
    return facets.stream()
        .limit(FACETS)
        .sorted(
            Comparator.comparing(Facet::dataset)
                .thenComparing(Facet::depth)
                .thenComparing(Facet::factors))
        .toList();
  }

  /** What {@link #shown} leaves out, for a caption; empty if nothing. */
  String unshown() {
    int left = facets.size() - shown().size();
    return left == 0
        ? ""
        : " %d further combinations of dataset, depth and factors with fewer trials are left out."
            .formatted(left);
  }

  /**
   * The figure of the first facet that can fill it; facets with most reported trials come first.
   */
  Optional<Figure> first(Function<Facet, Optional<Figure>> drawing) {
    return facets.stream().limit(FACETS).map(drawing).flatMap(Optional::stream).findFirst();
  }

  /** The facet that joins those that differ from one in nothing but a factor. */
  Facet across(Facet facet, String factor) {
    return Facet.joined(
        facets.stream()
            .filter(f -> f.dataset().equals(facet.dataset()) && f.depth() == facet.depth())
            .filter(f -> f.without(factor).equals(facet.without(factor)))
            .toList(),
        factor);
  }

  /** What an answer with one row per configuration leaves out, for a caption; empty if nothing. */
  static String cut(AnswerTable data) {
    return data.isCut() ? " The first %,d configurations only.".formatted(data.rows().size()) : "";
  }

  /** What showing one facet alone leaves out, for a caption; empty if nothing. */
  String others(Facet shown) {
    List<String> left =
        facets.stream()
            .filter(f -> !shown.holds(f))
            .map(f -> severalDatasets() ? f.dataset() + " " + f.label() : f.label())
            .sorted()
            .toList();
    return left.isEmpty() ? "" : " Not shown: " + Prose.list(left) + ".";
  }

  /** Title of a facet's panel; empty if it is the only one. */
  String title(Facet facet) {
    if (facets.size() == 1) {
      return "";
    }
    return severalDatasets() ? facet.dataset() + ", " + facet.label() : facet.label();
  }

  /** A condition for all of {@link #shown}. */
  String shownCondition(String table) {
    return shown().stream()
        .map(f -> f.condition(table))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private boolean severalDatasets() {
    return facets.stream().map(Facet::dataset).distinct().count() > 1;
  }
}
