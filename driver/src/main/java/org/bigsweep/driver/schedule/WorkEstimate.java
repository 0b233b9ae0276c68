package org.bigsweep.driver.schedule;

/**
 * What is left to train, at most.
 *
 * @param count trials, each once for every segment that it is trained
 * @param seconds predicted on one core
 */
public record Trainings(long count, double seconds) {
  public static final Trainings NONE = new Trainings(0, 0);

  Trainings plus(Trainings other) {
    return new Trainings(count + other.count, seconds + other.seconds);
  }
}
