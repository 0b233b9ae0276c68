package org.bigsweep.results;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.hadoop.fs.Path;

/** Publishes groups of trials to a results folder; any number of writers may do so at once. */
public final class ResultsWriter {
  private final ResultsFolder folder;
  private final Publication publication;

  /** Publishes as suits the folder's file system. */
  public ResultsWriter(ResultsFolder folder) {
    this(folder, folder.publication());
  }

  ResultsWriter(ResultsFolder folder, Publication publication) {
    this.folder = folder;
    this.publication = publication;
  }

  /**
   * Publishes a group: kept weights, attempts, epochs, layers, and last the trials, whose file
   * commits all the others. Whoever is stopped in between has published nothing that readers count;
   * publishing the same group again is safe at any time.
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

  private <R extends SpecificRecord> void publish(Table<R> table, GroupName name, List<R> rows) {
    publish(folder.file(table, name), new RowFile<>(table, rows));
  }

  private void publish(Path target, Publication.Content content) {
    try {
      publication.publish(target, content);
    } catch (IOException e) {
      throw new ResultsException(
          "Cannot write " + ResultsFolder.display(target) + ": " + Reason.of(e), e);
    }
  }
}
