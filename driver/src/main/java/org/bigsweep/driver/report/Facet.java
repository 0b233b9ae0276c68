package org.bigsweep.driver.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bigsweep.driver.store.AnswerTable.Row;

/**
 * The trials that a figure shows together: those of one dataset, depth and level of the factors.
 * Rules that lack some of the factors are in the facets of all their values.
 *
 * @param factors the level, {@code name=value}, joined by blanks; empty without factors
 * @param levels the levels of its trials: {@code factors}, and those of rules that lack some
 * @param trials reported trials
 * @param epochs longest horizon among them
 */
record Facet(
    String dataset, int depth, String factors, Set<String> levels, long trials, int epochs) {
  /** Most epochs that are shown one by one. */
  private static final int EPOCHS = 40;

  /** The facets of some reported trials, counted by dataset, depth and level; most trials first. */
  static List<Facet> of(List<Row> counts) {
    return counts.stream()
        .collect(
            Collectors.groupingBy(
                line -> line.text("dataset") + " " + line.text("depth"),
                TreeMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .flatMap(lines -> lines.stream().filter(line -> widest(line, lines)).map(l -> of(l, lines)))
        .sorted(
            Comparator.comparing(Facet::trials)
                .thenComparing(Facet::depth)
                .reversed()
                .thenComparing(Facet::factors, Comparator.reverseOrder()))
        .toList();
  }

  /** Whether no other level has all factors of a line's level and more. */
  private static boolean widest(Row line, List<Row> lines) {
    List<String> own = entries(line.text("factors"));
    return lines.stream()
        .map(other -> entries(other.text("factors")))
        .noneMatch(other -> other.size() > own.size() && other.containsAll(own));
  }

  private static Facet of(Row line, List<Row> lines) {
    List<String> own = entries(line.text("factors"));
    List<Row> held =
        lines.stream().filter(l -> own.containsAll(entries(l.text("factors")))).toList();
    return new Facet(
        line.text("dataset"),
        line.whole("depth"),
        line.text("factors"),
        held.stream().map(l -> l.text("factors")).collect(Collectors.toCollection(TreeSet::new)),
        held.stream().mapToLong(l -> l.whole("trials")).sum(),
        held.stream().mapToInt(l -> l.whole("epochs")).max().orElse(0));
  }

  private static List<String> entries(String level) {
    return level.isEmpty() ? List.of() : Arrays.asList(level.split(" "));
  }

  /** A facet that holds several, which differ in one factor. */
  static Facet joined(Collection<Facet> facets, String factor) {
    Facet any = facets.iterator().next();
    return new Facet(
        any.dataset,
        any.depth,
        any.without(factor),
        facets.stream()
            .flatMap(facet -> facet.levels.stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        facets.stream().mapToLong(Facet::trials).sum(),
        facets.stream().mapToInt(Facet::epochs).max().orElse(0));
  }

  /** The level without one of the factors. */
  String without(String factor) {
    return entries(factors).stream()
        .filter(entry -> !entry.startsWith(factor + "="))
        .collect(Collectors.joining(" "));
  }

  /** Whether it has all trials of another. */
  boolean holds(Facet other) {
    return dataset.equals(other.dataset)
        && depth == other.depth
        && levels.containsAll(other.levels);
  }

  /** A condition on {@code table}, which has {@code dataset}, {@code depth} and {@code factors}. */
  String condition(String table) {
    return "%1$s.dataset = %2$s AND %1$s.depth = %3$d AND %4$s"
        .formatted(
            table,
            ReportQueries.texts(List.of(dataset)),
            depth,
            levelCondition(table + ".factors"));
  }

  /** A condition on a column with a level. */
  String levelCondition(String column) {
    return column + " IN (" + ReportQueries.texts(levels) + ")";
  }

  /** The distance between epochs that are shown. */
  int epochStep() {
    return Math.max(1, (epochs + EPOCHS - 1) / EPOCHS);
  }

  /** A condition that thins epochs: the first two and the last stay. */
  String epochCondition(String column) {
    int step = epochStep();
    return step == 1
        ? "true"
        : "(%1$s %% %2$d = 0 OR %1$s IN (1, %3$d))".formatted(column, step, epochs);
  }

  /** What {@link #epochCondition} left out, for a caption; empty if nothing. */
  String thinned() {
    return epochStep() == 1 ? "" : " Every " + epochStep() + "th epoch is drawn.";
  }

  /** Such as {@code N = 5} or {@code N = 5, sigma2 = 0.1}. */
  String label() {
    return entries("N=" + depth + (factors.isEmpty() ? "" : " " + factors)).stream()
        .map(entry -> entry.replaceFirst("=", " = "))
        .collect(Collectors.joining(", "));
  }
}
