package org.bigsweep.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bigsweep.driver.report.Mark.Bars;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The figure of what became of every trial, by rule. */
final class FailuresByRule extends Drawing {
  private static final List<String> STATES = List.of("done", "collapsed", "diverged", "failed");

  private static final String QUERY =
      """
      SELECT rule, count(*) AS trials,
        count(*) FILTER (WHERE state = 'DONE' AND NOT collapsed) AS done,
        count(*) FILTER (WHERE state = 'DONE' AND collapsed) AS collapsed,
        count(*) FILTER (WHERE state = 'DIVERGED') AS diverged,
        count(*) FILTER (WHERE state = 'FAILED') AS failed
      FROM trials GROUP BY rule ORDER BY rule\
      """;

  FailuresByRule() {
    super("fates", "Failures and collapses", "Any sweep fills it.");
  }

  @Override
  Optional<Figure> draw(ReportQueries answers) {
    AnswerTable data = answers.ask(QUERY);
    if (data.rows().isEmpty()) {
      return Optional.empty();
    }
    List<Row> lines = data.rows();
    List<Mark> marks = new ArrayList<>();
    for (String state : STATES) {
      List<Long> lengths = lines.stream().map(line -> (long) line.whole(state)).toList();
      if (lengths.stream().anyMatch(length -> length > 0)) {
        marks.add(new Bars(state, Palette.state(state), lengths));
      }
    }
    return Optional.of(
        figure(
            finding(lines),
            "n = " + Prose.count(sum(lines, "trials"), "trial"),
            "All trials of the folder. Collapsed: trained to the end, but seen to answer one class"
                + " for nearly everything; they count in every mean. Diverged: ended by a value"
                + " that was not finite or beyond its bound; failed: given up by the engine or the"
                + " machine; both have no accuracy and are left out of means, but never of counts.",
            QUERY,
            data,
            Chart.single(
                Axis.linear("trials"),
                Axis.of("", lines.stream().map(line -> line.text("rule")).toList()),
                marks)));
  }

  private static long sum(List<Row> lines, String column) {
    return lines.stream().mapToLong(line -> line.whole(column)).sum();
  }

  private static String finding(List<Row> lines) {
    long collapsed = sum(lines, "collapsed");
    List<String> where =
        lines.stream()
            .filter(line -> line.whole("collapsed") + line.whole("diverged") > 0)
            .map(
                line ->
                    "%s (%d)"
                        .formatted(
                            line.text("rule"), line.whole("collapsed") + line.whole("diverged")))
            .toList();
    return "%s collapsed, %d diverged, %d failed%s"
        .formatted(
            Prose.count(collapsed, "trial"),
            sum(lines, "diverged"),
            sum(lines, "failed"),
            where.isEmpty() ? "" : ": " + Prose.list(where));
  }
}
