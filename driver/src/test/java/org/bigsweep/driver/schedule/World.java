package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.CostModel;
import org.bigsweep.driver.plan.DatasetShape;
import org.bigsweep.driver.plan.FinishedTrial;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.SweepPlan;
import org.bigsweep.driver.plan.TrialGroup;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.driver.spec.SweepReader;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.cost.DataSize;
import org.bigsweep.results.TrialState;

/**
 * A machine on which trials take as long as predicted, or longer by chance, and show what a
 * behaviour says. It forgets nothing: a second run finds what the first has trained.
 */
final class World implements Measurements {
  static final DatasetShape MNIST =
      new DatasetShape("mnist", "abc", new DataSize(784, 10, 60_000, 10_000));
  static final ParameterCatalog CATALOG = ParameterCatalog.standard();

  /** What a trial shows at the end of an epoch. */
  @FunctionalInterface
  interface Behaviour {
    Measurement at(TrialSpec trial, String id, int epoch);
  }

  /** The higher the learning rate, the better, by as much as an epoch. */
  static Measurement rising(TrialSpec trial, String id, int epoch) {
    return sound(trial, id, epoch, trial.get(TrialParameters.LEARNING_RATE) / 10 + epoch / 1000.0);
  }

  /** Ranks change with epochs, seeds differ, some diverge, some collapse, some end early. */
  static Measurement wild(TrialSpec trial, String id, int epoch) {
    long hash = Long.parseUnsignedLong(id.substring(0, 12), 16);
    if (hash % 11 == 0) {
      return lost(id, epoch);
    }
    boolean collapsed = hash % 7 == 0;
    boolean early = hash % 5 == 0 && epoch >= 3;
    double noise = ((hash * (early ? 3 : epoch)) % 1009) / 1009.0;
    return new Measurement(
        id,
        epoch,
        early || epoch >= trial.get(TrialParameters.EPOCHS) ? TrialState.DONE : TrialState.PAUSED,
        collapsed,
        collapsed ? 0.1 : 0.2 + 0.7 * noise);
  }

  static World run(String text, Behaviour behaviour) {
    return new World(sweep(text), behaviour, 2, Optional.empty()).run(Integer.MAX_VALUE);
  }

  /** Accuracies that rise with epochs. */
  static Measurement sound(TrialSpec trial, String id, int epoch, double accuracy) {
    return new Measurement(
        id,
        epoch,
        epoch < trial.get(TrialParameters.EPOCHS) ? TrialState.PAUSED : TrialState.DONE,
        false,
        accuracy);
  }

  /** A trial that diverged before the epoch. */
  static Measurement lost(String id, int epoch) {
    return new Measurement(id, epoch, TrialState.DIVERGED, false, Double.NaN);
  }

  /** A group that was started, with what it was given to reach. */
  record Trained(String id, int untilEpoch) {}

  private record Running(double ends, long number, TrialGroup group) {}

  private final Sweep sweep;
  private final Behaviour behaviour;
  private final int cores;
  private final SplittableRandom chance;
  private final Map<String, Integer> reached = new HashMap<>();
  private final Map<String, TrialSpec> specs = new HashMap<>();
  final List<Trained> trained = new ArrayList<>();
  final List<RungDecision> decisions = new ArrayList<>();
  double makespan;
  double busy;

  /**
   * @param chance stretches every duration by up to a factor of 3
   */
  World(Sweep sweep, Behaviour behaviour, int cores, Optional<Long> chance) {
    this.sweep = sweep;
    this.behaviour = behaviour;
    this.cores = cores;
    this.chance = chance.map(SplittableRandom::new).orElse(null);
  }

  static Sweep sweep(String text) {
    return new SweepReader(CATALOG).parse("s.yaml", "version: 1\nname: s\n" + text, List.of());
  }

  ScheduledSweep scheduled() {
    return ScheduledSweep.of(sweep, plan(), CATALOG, this);
  }

  SweepPlan plan() {
    Stream<FinishedTrial> finished =
        reached.entrySet().stream()
            .filter(e -> state(e.getKey(), e.getValue()) != TrialState.PAUSED)
            .map(e -> new FinishedTrial(e.getKey(), specs.get(e.getKey()).values()));
    return SweepPlan.of(sweep, MNIST, CostModel.TYPICAL, CATALOG, finished);
  }

  private TrialState state(String id, int epoch) {
    return behaviour.at(specs.get(id), id, epoch).state();
  }

  @Override
  public Optional<Measurement> at(String id, int epoch) {
    return Optional.ofNullable(reached.get(id))
        .filter(until -> epoch <= until || state(id, until) != TrialState.PAUSED)
        .map(until -> behaviour.at(specs.get(id), id, epoch));
  }

  /** Runs until nothing is left, or that many groups are published and the driver is killed. */
  World run(int mostGroups) {
    Work work = scheduled().work(cores);
    decisions.addAll(work.decided());
    PriorityQueue<Running> running =
        new PriorityQueue<>(
            Comparator.comparingDouble(Running::ends).thenComparingLong(Running::number));
    double now = 0;
    long number = 0;
    int published = 0;
    while (published < mostGroups && !(work.exhausted() && running.isEmpty())) {
      for (TrialGroup group : work.take(cores - running.size())) {
        double seconds =
            group.predictedSeconds() * (chance == null ? 1 : 1 + 2 * chance.nextDouble());
        busy += seconds;
        running.add(new Running(now + seconds, number++, group));
      }
      Running first = running.remove(); // fails if work waits for nothing
      now = first.ends();
      publish(first.group(), work);
      published++;
      decisions.addAll(work.decided());
    }
    makespan = now;
    return this;
  }

  private void publish(TrialGroup group, Work work) {
    for (TrialSpec trial : group.trials()) {
      String id = trial.id(MNIST.sha256());
      specs.put(id, trial);
      int until = (int) Math.min(group.untilEpoch(), trial.get(TrialParameters.EPOCHS));
      reached.merge(id, until, Math::max);
      trained.add(new Trained(id, until));
      work.heard(behaviour.at(trial, id, group.untilEpoch()));
    }
  }

  /** Where each trial was left. */
  Map<String, Integer> reached() {
    return Map.copyOf(reached);
  }
}
