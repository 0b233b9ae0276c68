package org.bigsweep.driver.plan;

/**
 * The time that a finished trial waits for others, so that they are published together: an eighth
 * of the time for which its process has finished trials, at least 1 s and at most 8 s. A process
 * that dies thus loses only the finished trials of the last eighth of its life or of its last
 * second, however short its life. And a long-lived process publishes at most one group per core in
 * 8 s.
 */
public final class WaitingTime {
  private static final double LEAST_SECONDS = 1;
  private static final double MOST_SECONDS = 8;
  private static final double SHARE = 0.125;

  private WaitingTime() {}

  /**
   * The time that a finished trial may wait, in seconds.
   *
   * @param trained the seconds since the first trial of its process ended
   */
  public static double seconds(double trained) {
    return Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, SHARE * trained));
  }

  /**
   * In how many parts the trials of a task are published, if all of them take equally long.
   *
   * @param trained seconds for which the process has trained before
   */
  static long parts(TrialGroup group, double trained) {
    int left = group.trials().size();
    double each = group.predictedSeconds() / left;
    double now = trained;
    long parts = 0;
    while (left > 0) {
      double others = each > 0 ? Math.floor(seconds(now + each) / each) : left;
      int part = 1 + (int) Math.min(left - 1.0, others);
      now += part * each;
      left -= part;
      parts++;
    }
    return parts;
  }
}
