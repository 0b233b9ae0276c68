package org.bigsweep.driver.schedule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bigsweep.driver.schedule.SearchSimulation.Found;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Schedule.Halving;
import org.bigsweep.driver.spec.Schedule.Hyperband;
import org.bigsweep.driver.spec.Schedule.Rungs;
import org.bigsweep.driver.spec.Schedule.Sampler;
import org.bigsweep.driver.spec.Schedule.Tpe;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.util.UserException;

/**
 * Compares the searches on a recorded table: how near they come to the best of its configurations
 * for the same number of epochs, over many searches that differ in their seed. The sweep must have
 * one bracket.
 *
 * <p>A budget is a number of configurations that could be trained to the horizon on all tuning
 * seeds. Halving and Hyperband spend the same epochs on more configurations.
 */
public final class SearchStudy {
  private static final int ETA = 3;
  private static final List<String> PER = List.of();

  /** Half the width of a 95 % interval of a mean, in standard errors. */
  private static final double NORMAL = 1.96;

  private final SearchSimulation simulation;
  private final double best;
  private final int searches;
  private final List<Integer> budgets;

  /**
   * @param searches number of searches of each kind
   * @param budgets rising
   */
  public SearchStudy(Sweep sweep, Path table, int searches, List<Integer> budgets)
      throws IOException {
    this(sweep, RecordedTable.read(table), searches, budgets);
  }

  SearchStudy(Sweep sweep, RecordedTable table, int searches, List<Integer> budgets) {
    this.searches = searches;
    this.budgets = List.copyOf(budgets);
    List<Brackets.Part> parts = new Brackets(sweep, World.CATALOG).parts();
    if (parts.size() != 1) {
      throw new UserException(
          "Invalid sweep: it has " + parts.size() + " brackets (must be one to search in)");
    }
    this.simulation = new SearchSimulation(sweep, table);
    this.best =
        simulation.part().candidates().stream()
            .mapToDouble(simulation::score)
            .filter(score -> !Double.isNaN(score))
            .max()
            .orElseThrow(
                () -> new UserException("Invalid table: no configuration of the sweep is sound"));
  }

  /** Number of configurations in the table, and the score of the best one. */
  public record Space(int configurations, double best) {}

  public Space space() {
    return new Space(simulation.part().candidates().size(), best);
  }

  /**
   * What searches of one kind found for a budget.
   *
   * @param budget in configurations trained to the horizon
   * @param searches number of searches
   * @param regret mean distance of the best found from the best there is, in accuracy
   * @param low lower bound of a 95 % interval of that mean
   * @param high upper bound
   * @param seconds mean time on one core until the best was found
   */
  public record Regret(
      String search,
      int budget,
      int searches,
      double regret,
      double low,
      double high,
      double seconds) {}

  /**
   * How soon searches of one kind come near the best.
   *
   * @param reached share of the searches that do within the largest budget
   * @param median budget by which half of the searches do; empty if fewer than half do
   */
  public record Arrival(String search, double reached, Optional<Double> median) {}

  /** All searches of one kind: what each has found, by budget. */
  private record Kind(String name, Map<Integer, List<List<Found>>> found) {}

  /** The answers of a study. */
  public record Answer(List<Regret> regrets, List<Arrival> arrivals) {}

  /**
   * Runs all searches.
   *
   * @param near regret from which on the best counts as reached
   */
  public Answer run(double near) {
    int most = budgets.get(budgets.size() - 1);
    List<Kind> kinds =
        List.of(
            once("random", seed -> new Tpe(most, 1, most, seed, PER)),
            new Kind("sobol", byBudget(this::sobol)),
            new Kind("halving", byBudget(this::halving)),
            new Kind("hyperband", byBudget(this::hyperband)),
            once("tpe", seed -> new Tpe(most, 8, Tpe.STARTUP, seed, PER)),
            once("tpe, waves of 1", seed -> new Tpe(most, 1, Tpe.STARTUP, seed, PER)),
            once(
                "hyperband with tpe",
                seed -> new Hyperband(ETA, 1, 0.1, rounds(most) + 1, Sampler.TPE, seed, PER)));
    List<Regret> regrets = new ArrayList<>();
    for (Kind kind : kinds) {
      kind.found().forEach((budget, found) -> regrets.add(regret(kind.name(), budget, found)));
    }
    return new Answer(
        regrets,
        kinds.stream().map(kind -> arrival(kind.name(), kind.found().get(most), near)).toList());
  }

  /** Searches that can be stopped at any budget. */
  private Kind once(String name, LongFunction<Schedule.Search> schedule) {
    List<List<Found>> all =
        LongStream.range(0, searches)
            .parallel()
            .mapToObj(seed -> simulation.search(schedule.apply(seed)))
            .toList();
    return new Kind(name, byBudget(budget -> all));
  }

  private Map<Integer, List<List<Found>>> byBudget(IntFunction<List<List<Found>>> found) {
    Map<Integer, List<List<Found>>> all = new LinkedHashMap<>();
    budgets.forEach(budget -> all.put(budget, found.apply(budget)));
    return all;
  }

  /**
   * All parts of the sequence that are as long as the budget, in the order of drawing. If the
   * sweep's draws are a sequence of Sobol' and the budget is a power of two, each is one as well.
   */
  private List<List<Found>> sobol(int budget) {
    List<Candidate> drawn =
        simulation.part().candidates().stream()
            .sorted(Comparator.comparingLong(c -> c.tuning().get(0).index()))
            .toList();
    return IntStream.range(0, Math.min(searches, drawn.size() / budget))
        .parallel()
        .mapToObj(part -> drawn.subList(part * budget, (part + 1) * budget))
        .map(part -> simulation.within(part).search(new Tpe(budget, 1, budget, 0, PER)))
        .toList();
  }

  /** Halving of as many configurations as the budget suffices for, drawn at random. */
  private List<List<Found>> halving(int budget) {
    Halving schedule = new Halving(ETA, new Rungs.Geometric(1), PER);
    List<Integer> epochs = schedule.epochs(horizon(), false);
    int size = simulation.part().candidates().size();
    int n = 1;
    while (n < size && epochs(n + 1, epochs) <= (long) budget * horizon()) {
      n++;
    }
    int count = n;
    return LongStream.range(0, searches)
        .parallel()
        .mapToObj(
            seed -> {
              List<Candidate> shuffled = new ArrayList<>(simulation.part().candidates());
              Collections.shuffle(shuffled, new Random(seed));
              return simulation.within(shuffled.subList(0, count)).search(schedule);
            })
        .toList();
  }

  /** As many whole rounds as the budget suffices for, and at least one. */
  private List<List<Found>> hyperband(int budget) {
    return LongStream.range(0, searches)
        .parallel()
        .mapToObj(
            seed ->
                simulation.search(
                    new Hyperband(ETA, 1, 0.1, rounds(budget), Sampler.RANDOM, seed, PER)))
        .toList();
  }

  private int rounds(int budget) {
    Hyperband one = new Hyperband(ETA, 1, 0.1, 1, Sampler.RANDOM, 0, PER);
    List<Integer> epochs = one.epochs(horizon(), false);
    List<Integer> starting = one.starting(epochs.size(), simulation.part().candidates().size());
    long round = 0;
    for (int b = 0; b < starting.size(); b++) {
      round += epochs(starting.get(b), epochs.subList(b, epochs.size()));
    }
    return (int) Math.max(1, (long) budget * horizon() / round);
  }

  /** The epochs that halving spends on one seed of some configurations. */
  private static long epochs(int configurations, List<Integer> rungs) {
    long sum = 0;
    int left = configurations;
    int reached = 0;
    for (int rung : rungs) {
      sum += (long) left * (rung - reached);
      reached = rung;
      left = (left + ETA - 1) / ETA;
    }
    return sum;
  }

  private int horizon() {
    return simulation.part().key().horizon();
  }

  /** The epochs that one configuration takes. */
  private long whole() {
    return (long) horizon() * simulation.part().candidates().get(0).tuning().size();
  }

  private Regret regret(String name, int budget, List<List<Found>> searched) {
    double[] regrets = new double[searched.size()];
    double seconds = 0;
    for (int s = 0; s < regrets.length; s++) {
      Optional<Found> last =
          searched.get(s).stream()
              .filter(f -> f.epochs() <= budget * whole())
              .reduce((earlier, later) -> later);
      regrets[s] = best - last.map(Found::score).orElse(0.0);
      seconds += last.map(Found::seconds).orElse(0.0) / regrets.length;
    }
    double mean =
        IntStream.range(0, regrets.length).mapToDouble(i -> regrets[i]).average().orElse(0);
    double squares = 0;
    for (double regret : regrets) {
      squares += (regret - mean) * (regret - mean);
    }
    double error = Math.sqrt(squares / Math.max(1, regrets.length - 1) / regrets.length);
    return new Regret(
        name,
        budget,
        regrets.length,
        mean,
        Math.max(0, mean - NORMAL * error),
        mean + NORMAL * error,
        seconds);
  }

  private Arrival arrival(String name, List<List<Found>> searched, double near) {
    List<Double> arrived =
        searched.stream()
            .flatMap(found -> found.stream().filter(f -> best - f.score() <= near).limit(1))
            .map(found -> (double) found.epochs() / whole())
            .filter(trials -> trials <= budgets.get(budgets.size() - 1))
            .sorted()
            .toList();
    int half = (searched.size() + 1) / 2;
    return new Arrival(
        name,
        (double) arrived.size() / searched.size(),
        arrived.size() < half ? Optional.empty() : Optional.of(arrived.get(half - 1)));
  }
}
