package org.bigsweep.results;

import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/**
 * A defect of a results folder, with its remedy.
 *
 * @param what the defect in plain words, with the file
 * @param remedy the way to mend it, in plain words
 * @param aside files to move to {@code _quarantine/}, in this order
 * @param delete files to delete that hold no results
 */
public record Fault(Kind kind, String what, String remedy, List<Path> aside, List<Path> delete) {
  /** The kind of a fault. */
  public enum Kind {
    /** A file is not what was published. */
    CORRUPT,
    /** A group is committed, but not all its files are there. */
    INCOMPLETE,
    /** Files of a writer that was stopped before it committed them. */
    ORPHAN,
    /** Every trial of a group counts as part of another. */
    DUPLICATE,
    /** One trial has different measurements in two groups although its kernel is the same. */
    DIFFERING,
    /** Trials of another numerics version, which no sweep counts. */
    STALE_ENGINE,
    /** Files that compaction kept for readers, for long enough. */
    SUPERSEDED,
    /** The lease of a driver that is gone. */
    STALE_LEASE,
    /** A checkpoint of a finished trial, or of one whose training nobody continued. */
    CHECKPOINT,
    /** A file that a stopped writer did not finish. */
    UNFINISHED_FILE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public Fault {
    aside = List.copyOf(aside);
    delete = List.copyOf(delete);
  }

  /** Whether {@link Examination#mend} can do something about it. */
  public boolean canBeMended() {
    return !aside.isEmpty() || !delete.isEmpty();
  }
}
