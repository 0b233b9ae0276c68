package org.bigsweep.results;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.Path;

/**
 * A writer that publishes groups of trials to a results folder. Any number of writers may do so at
 * once.
 */
public final class ResultsWriter {
  private final ResultsFolder folder;
  private final Publication publication;

  /** Makes a writer that publishes in the way that suits the folder's file system. */
  public ResultsWriter(ResultsFolder folder) {
    this(folder, folder.publication());
  }

  ResultsWriter(ResultsFolder folder, Publication publication) {
    this.folder = folder;
    this.publication = publication;
  }

  /**
   * Publishes a group: kept weights, attempts, epochs, layers, and last the trials, whose file
   * commits all the others. A writer that is stopped in between has published nothing that readers
   * count. Publishing the same group again is safe at any time.
   *
   * @throws ResultsException if a file cannot be written
   */
  public void publish(GroupRows rows) {
    GroupName group = rows.name();
    for (Map.Entry<String, byte[]> kept : rows.weights().entrySet()) {
      publish(folder.weights(kept.getKey()), out -> out.write(kept.getValue()));
    }
    publish(rows.attempts());
    publish(Table.EPOCHS, group, rows.epochs());
    publish(Table.LAYERS, group, rows.layers());
    publish(Table.TRIALS, group, rows.trials());
  }

  /**
   * Publishes starts of trials whatever became of them, in a file named by the attempts' own ids,
   * so that a later attempt at the same trials never replaces it. Does nothing for none.
   *
   * @throws ResultsException if the file cannot be written
   */
  public void publish(List<Attempt> attempts) {
    if (!attempts.isEmpty()) {
      GroupName name = GroupName.of(attempts.stream().map(Attempt::getAttemptId).toList());
      publish(Table.ATTEMPTS, name, attempts);
    }
  }

  /**
   * Publishes the epochs of trials that paused, under a name that follows from the trials and where
   * each paused. Does nothing for none.
   *
   * @throws ResultsException if the file cannot be written
   */
  public void publishPaused(List<PausedEpoch> epochs) {
    if (!epochs.isEmpty()) {
      Map<String, Integer> last = new TreeMap<>();
      epochs.forEach(row -> last.merge(row.getTrialId(), row.getEpoch(), Math::max));
      publish(
          Table.PAUSED,
          GroupName.of(last.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()),
          epochs.stream()
              .sorted(
                  Comparator.comparing(PausedEpoch::getTrialId)
                      .thenComparing(PausedEpoch::getEpoch))
              .toList());
    }
  }

  /**
   * Publishes what rungs decided, a file per rung, in place of what was decided there before.
   *
   * @param decisions all decisions of each rung that occurs here
   * @throws ResultsException if a file cannot be written
   */
  public void publishDecisions(List<Decision> decisions) {
    decisions.stream()
        .collect(Collectors.groupingBy(ResultsWriter::rung, TreeMap::new, Collectors.toList()))
        .forEach((rung, rows) -> publishDecisions(decisionsName(rows), rows));
  }

  /** Publishes decisions of all rungs that have any here as one file. */
  void publishTogether(List<Decision> decisions) {
    if (!decisions.isEmpty()) {
      publishDecisions(decisionsName(decisions), decisions);
    }
  }

  /** The name of a file that holds decisions: one line for each of their rungs. */
  static GroupName decisionsName(List<Decision> decisions) {
    return GroupName.of(decisions.stream().map(ResultsWriter::rung).distinct().toList());
  }

  private static String rung(Decision decision) {
    return String.join("\n", ResultsReader.rung(decision).stream().map(Object::toString).toList());
  }

  private void publishDecisions(GroupName name, List<Decision> decisions) {
    Path target = folder.file(Table.DECISIONS, name);
    try {
      publication.replace(target, new RowFile<>(Table.DECISIONS, decisions));
    } catch (IOException e) {
      throw ResultsException.of("write", target, e);
    }
  }

  private <R extends SpecificRecord> void publish(Table<R> table, GroupName name, List<R> rows) {
    publish(folder.file(table, name), new RowFile<>(table, rows));
  }

  private void publish(Path target, Publication.Content content) {
    try {
      publication.publish(target, content);
    } catch (IOException e) {
      throw ResultsException.of("write", target, e);
    }
  }
}
