package org.bigsweep.driver.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.SweepProgress;

/** A renderer that turns a report into one page, which needs no other file. */
public final class ReportPage {
  static final String ECHARTS = "echarts.min.js";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Template template =
      Mustache.compiler()
          .escapeHTML(true)
          .withLoader(name -> new StringReader(Assets.text(name)))
          .compile(Assets.text("report.mustache"));

  private record Trials(List<String> columns, List<List<Object>> rows, long total) {}

  private record Embedded(List<Drawn> figures, Trials trials, int reloadSeconds) {}

  /**
   * The page.
   *
   * @param reloadSeconds seconds after which the page reloads itself; empty for never
   */
  public String html(Report report, Instant made, OptionalInt reloadSeconds) {
    AnswerTable trials = report.trials().data();
    Embedded embedded =
        new Embedded(
            report.figures().drawn().stream().map(Drawn::of).toList(),
            new Trials(trials.columns(), trials.values(), report.trials().total()),
            reloadSeconds.orElse(0));
    Map<String, Object> context = new HashMap<>();
    context.put("title", title(report));
    context.put("results", report.results());
    context.put("made", TIME.format(made));
    context.put("notes", report.notes());
    context.put("reloading", reloadSeconds.isPresent());
    context.put("reloadSeconds", reloadSeconds.orElse(0));
    context.put("rules", report.rules());
    context.put("figures", report.figures().drawn().stream().map(ReportPage::section).toList());
    context.put("missing", report.figures().missing());
    context.put("anyMissing", !report.figures().missing().isEmpty());
    context.put("losses", report.losses());
    context.put("anyLosses", !report.losses().isEmpty());
    context.put("provenance", turned(report.provenance()));
    context.put("sweeps", report.sweeps().stream().map(ReportPage::sweep).toList());
    context.put("css", Assets.text("report.css"));
    context.put("echarts", Assets.script(ECHARTS));
    context.put("echartsVersion", Assets.text("echarts.version").strip());
    context.put("charts", Assets.script("charts.js") + Assets.script("figures.js"));
    context.put("page", Assets.script("page.js"));
    context.put("json", Json.of(embedded));
    return template.execute(context);
  }

  /** JSON of one figure, for {@code charts.js}. */
  static String json(Figure figure) {
    return Json.of(Drawn.of(figure));
  }

  private static String title(Report report) {
    List<String> questions =
        report.sweeps().stream()
            .flatMap(sweep -> sweep.kept().sweep().question().stream())
            .distinct()
            .toList();
    return questions.size() == 1
        ? questions.get(0)
        : report.sweeps().isEmpty()
            ? "Results"
            : Prose.list(
                report.sweeps().stream().map(s -> s.kept().sweep().name()).distinct().toList());
  }

  /** A table's columns as rows, for few rows of many columns. */
  private static List<Map<String, Object>> turned(AnswerTable data) {
    return data.columns().stream()
        .map(
            name ->
                Map.<String, Object>of(
                    "name", name, "cells", data.rows().stream().map(l -> l.text(name)).toList()))
        .toList();
  }

  static Map<String, Object> section(Figure figure) {
    return Map.of(
        "id", figure.id(),
        "subject", figure.subject(),
        "title", figure.title(),
        "n", figure.n(),
        "caption", figure.caption(),
        "query", figure.query(),
        "cut", figure.data().isCut());
  }

  private static Map<String, Object> sweep(SweepProgress progress) {
    return Map.of(
        "name", progress.kept().sweep().name(),
        "file", "_sweeps/" + progress.kept().file(),
        "question", progress.kept().sweep().question().orElse(""),
        "tally", progress.tally().statement() + ".",
        "text", progress.kept().sweep().text());
  }
}
