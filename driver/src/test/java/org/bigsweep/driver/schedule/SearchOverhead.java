package org.bigsweep.driver.schedule;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.driver.spec.Schedule.Hyperband;
import org.bigsweep.driver.spec.Schedule.Sampler;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.TrialState;

/** Measures what searches themselves take: the time of a wave, and cores that wait. */
public final class SearchOverhead {
  private static final int DIMENSIONS = 5;
  private static final int WAVE = 8;
  private static final int WAVES = 25;
  private static final double MILLION = 1e6;
  private static final List<String> PER = List.of("rule", "depth");

  private SearchOverhead() {}

  /**
   * The time that proposing a wave takes.
   *
   * @param measured configurations measured before, of a space of twice as many
   * @param milliseconds median over waves
   * @param slowest the longest of them, compilation included
   * @param liveMegabytes heap in use afterwards
   */
  public record Wave(int measured, double milliseconds, double slowest, double liveMegabytes) {}

  /** Proposes waves of 8 from so many measured configurations of five parameters. */
  public static Wave wave(int measured) {
    Random random = new Random(1);
    int size = 2 * measured;
    List<Map<String, String>> values =
        IntStream.range(0, size)
            .mapToObj(
                i -> {
                  Map<String, String> value = new TreeMap<>();
                  for (int d = 0; d < DIMENSIONS; d++) {
                    value.put("p" + d, String.valueOf(random.nextDouble()));
                  }
                  return value;
                })
            .toList();
    List<Candidate> order =
        IntStream.range(0, size)
            .mapToObj(i -> new Candidate("BP", 5, "c=" + i, List.of(new Seeded(0, i)), List.of()))
            .toList();
    TpeSampler sampler = new TpeSampler(order, Coordinates.of(values), 1, 10);
    List<Ranked> known = new ArrayList<>();
    for (Proposal started : sampler.propose(measured, List.of())) {
      int index = (int) started.candidate().tuning().get(0).index();
      double distance =
          values.get(index).values().stream()
              .mapToDouble(v -> Math.abs(Double.parseDouble(v) - 0.3))
              .sum();
      known.add(
          Ranked.of(
              started.candidate(),
              List.of(new Measurement("t" + index, 9, TrialState.DONE, false, -distance))));
    }
    Collections.sort(known);
    double[] taken = new double[WAVES];
    for (int w = 0; w < WAVES; w++) {
      long start = System.nanoTime();
      sampler.propose(WAVE, known);
      taken[w] = (System.nanoTime() - start) / MILLION;
    }
    Arrays.sort(taken);
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Wave(measured, taken[WAVES / 2], taken[WAVES - 1], live / MILLION);
  }

  /**
   * A simulated Hyperband.
   *
   * @param configurations that it trained
   * @param segments that it trained: a configuration to a rung
   * @param utilisation share of the cores' time that was spent on training
   * @param fullUntil share of the makespan until which no core waited
   * @param longest the longest segment as a share of the makespan
   * @param driverSeconds time that the schedule itself took, on one core
   */
  public record Cluster(
      int configurations,
      long segments,
      int cores,
      double utilisation,
      double fullUntil,
      double longest,
      double driverSeconds) {}

  private record Running(double ends, long number, TrialGroup group) {}

  /** Runs a Hyperband of ten rules and five depths on simulated cores; trials take ±10 %. */
  public static Cluster hyperband(int configurations, int cores) {
    int draws = Math.max(1, configurations / 50);
    Sweep sweep =
        World.sweep(
            """
            fixed: {epochs: 27, trainingImages: 5000}
            grid:
              rule: [BP, FA, DFA, KP, TP, DTP, DDTP, BIG, PC, SignFeedback]
              depth: [3, 4, 5, 6, 7]
              learningRate: loguniform(0.0001, 1)
            random: {n: %d, seed: 1, sequence: sobol}
            schedule: hyperband
            """
                .formatted(draws));
    List<Brackets.Part> parts = new Brackets(sweep, World.CATALOG).parts();
    SegmentCosts costs = new SegmentCosts(sweep.space(), World.MNIST, CostModel.TYPICAL);
    Hyperband one = new Hyperband(3, 1, 0.1, 1, Sampler.RANDOM, 0, PER);
    int round = one.starting(one.epochs(27, false).size(), draws).stream().mapToInt(s -> s).sum();
    Hyperband schedule =
        new Hyperband(3, 1, 0.1, Math.max(1, draws / round), Sampler.RANDOM, 0, PER);
    SplittableRandom chance = new SplittableRandom(2);
    long start = System.nanoTime();
    SearchWork work =
        new SearchWork(new Searches(schedule, parts, costs).of(Measurements.NOTHING), cores);
    PriorityQueue<Running> running =
        new PriorityQueue<>(
            Comparator.comparingDouble(Running::ends).thenComparingLong(Running::number));
    double now = 0;
    double busy = 0;
    double full = 0;
    double longest = 0;
    long number = 0;
    long segments = 0;
    while (true) {
      for (TrialGroup group : work.take(cores - running.size())) {
        double seconds = group.predictedSeconds() * (0.9 + 0.2 * chance.nextDouble());
        busy += seconds;
        longest = Math.max(longest, seconds);
        running.add(new Running(now + seconds, number++, group));
      }
      work.decided();
      if (running.isEmpty()) {
        break;
      }
      if (running.size() == cores) {
        full = running.peek().ends();
      }
      Running first = running.remove();
      now = first.ends();
      for (TrialSpec trial : first.group().trials()) {
        segments++;
        String id = trial.id(World.MNIST.sha256());
        work.heard(World.wild(trial, id, first.group().untilEpoch()));
      }
    }
    return new Cluster(
        Math.min(draws, schedule.rounds() * round) * parts.size(),
        segments,
        cores,
        busy / (now * cores),
        full / now,
        longest / now,
        (System.nanoTime() - start) / MILLION / 1000);
  }
}
