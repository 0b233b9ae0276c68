package org.bigsweep.results;

import java.util.Comparator;

/**
 * The fact that a group commits a trial in a state.
 *
 * @param group the group whose file in {@code trials} holds it
 */
record Commit(TrialState state, GroupName group) {
  /** Of several commits of a trial, the first one counts. */
  static final Comparator<Commit> ORDER =
      Comparator.comparing(Commit::failed).thenComparing(Commit::group);

  boolean failed() {
    return state == TrialState.FAILED;
  }
}
