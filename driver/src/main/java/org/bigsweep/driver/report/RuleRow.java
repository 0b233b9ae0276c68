package org.bigsweep.driver.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bigsweep.driver.stats.Bootstrap;
import org.bigsweep.driver.stats.SeedOutcome;
import org.bigsweep.driver.stats.Statistic;
import org.bigsweep.driver.stats.Summary;
import org.bigsweep.driver.stats.Tally;
import org.bigsweep.driver.store.AnswerTable.Row;

/** The row of a rule in the table of rules, with every value as it is printed. */
record RuleRow(
    String rule,
    Ink ink,
    String where,
    String mean,
    String interval,
    String sd,
    String variance,
    String median,
    String iqm,
    String n,
    String configurations,
    String tally) {
  private static final String NONE = "–";

  private static final String QUERY =
      """
      SELECT t.dataset, t.depth, t.rule, t.factors, b.configurations, t.seed, t.state, t.collapsed,
        t.test_accuracy
      FROM reported_trials t JOIN best b ON b.dataset = t.dataset AND b.depth = t.depth
        AND b.rule = t.rule AND b.factors = t.factors
      ORDER BY t.dataset, t.depth, b.test_accuracy DESC, t.rule, t.factors, t.seed\
      """;

  static List<RuleRow> all(ReportQueries answers) {
    List<RuleRow> rows = new ArrayList<>();
    answers.ask(QUERY).rows().stream()
        .collect(
            groupingBy(
                line ->
                    List.of(
                        line.text("dataset"),
                        line.text("depth"),
                        line.text("rule"),
                        line.text("factors")),
                LinkedHashMap::new,
                toList()))
        .values()
        .forEach(lines -> rows.add(of(lines)));
    return rows;
  }

  private static RuleRow of(List<Row> lines) {
    Row first = lines.get(0);
    String rule = first.text("rule");
    List<SeedOutcome> outcomes = lines.stream().map(line -> SeedMean.outcome(line, "")).toList();
    double[] values = outcomes.stream().flatMapToDouble(o -> o.value().stream()).toArray();
    String tally = Tally.of(outcomes).statement();
    String where =
        Stream.of(first.text("dataset"), "N = " + first.text("depth"), first.text("factors"))
            .filter(text -> !text.isEmpty())
            .collect(joining(", "));
    String configurations = first.text("configurations");
    Ink ink = Palette.rule(rule);
    if (values.length == 0) {
      return new RuleRow(
          rule, ink, where, NONE, NONE, NONE, NONE, NONE, NONE, "0", configurations, tally);
    }
    Summary summary = Summary.of(values);
    return new RuleRow(
        rule,
        ink,
        where,
        four(summary.mean()),
        Bootstrap.STANDARD
            .accelerated(Statistic.MEAN, values)
            .map(i -> "[%s, %s]".formatted(four(i.low()), four(i.high())))
            .orElse(NONE),
        summary.sd().map(RuleRow::four).orElse(NONE),
        summary.variance().map(Prose::number).orElse(NONE),
        four(summary.median()),
        four(summary.interquartileMean()),
        String.valueOf(values.length),
        configurations,
        tally);
  }

  private static String four(double fraction) {
    return String.format(Locale.ROOT, "%.4f", fraction);
  }
}
