package org.bigsweep.driver.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.Measurements;
import org.bigsweep.driver.plan.TrialSegment;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.driver.spec.Schedule;

/**
 * Hyperband (Li et al. 2018) within one bracket of a sweep: several brackets of successive halving
 * with different first rungs. The best of all configurations that were trained to the horizon is
 * chosen.
 *
 * <p>Without a sampler, brackets take configurations one after another from a random order, all of
 * them at the beginning. The order starts again at its end, so the brackets of a small space share
 * configurations. With a sampler, a bracket starts when the ones before it have ended, with what
 * the sampler proposes then (Falkner et al. 2018), and no configuration is taken twice.
 */
final class HyperbandSearch implements BracketSearch {
  private final BracketKey key;
  private final List<Candidate> order;
  private final List<Integer> epochs;
  private final int eta;
  private final Optional<TpeSampler> sampler;
  private final SegmentCosts costs;
  private final SharedTraining training;
  private final FinalChoice choice;

  /** The number of configurations of every bracket. */
  private final List<Integer> sizes;

  private final boolean shares;
  private final List<Bracket> brackets = new ArrayList<>();
  private final Map<String, String> reasons = new HashMap<>();
  private int opened;
  private int taken;

  /**
   * @param order the bracket's configurations in a random order
   * @param epochs epochs of the rungs, the horizon last
   * @param known the measurements that results held before this run
   */
  HyperbandSearch(
      BracketKey key,
      List<Candidate> order,
      Schedule.Hyperband hyperband,
      Optional<TpeSampler> sampler,
      List<Integer> epochs,
      SegmentCosts costs,
      Measurements known) {
    this.key = key;
    this.order = order;
    this.epochs = epochs;
    this.eta = hyperband.eta();
    this.sampler = sampler;
    this.costs = costs;
    this.sizes =
        IntStream.range(0, hyperband.rounds())
            .boxed()
            .flatMap(round -> hyperband.starting(epochs.size(), order.size()).stream())
            .toList();
    this.shares = sampler.isEmpty() && sizes.stream().mapToInt(s -> s).sum() > order.size();
    this.training = new SharedTraining(epochs, costs, known, shares ? stopsFrom() : Map.of());
    this.choice = new FinalChoice(key, costs, known);
  }

  /** The first rung of every trial that several brackets take from the order. */
  private Map<String, Integer> stopsFrom() {
    Map<String, Integer> first = new HashMap<>();
    Map<String, Integer> shared = new HashMap<>();
    int next = 0;
    for (int b = 0; b < sizes.size(); b++) {
      int epoch = epochs.get(b % epochs.size());
      for (int i = 0; i < sizes.get(b); i++) {
        for (Seeded seeded : order.get(next++ % order.size()).tuning()) {
          String id = costs.trialId(seeded.index());
          Integer earlier = first.putIfAbsent(id, epoch);
          if (earlier != null) {
            shared.merge(id, Math.min(earlier, epoch), Math::min);
          }
        }
      }
    }
    return shared;
  }

  @Override
  public List<TrialSegment> start() {
    return open(new ArrayList<>());
  }

  @Override
  public boolean awaits(String trialId) {
    return training.isRunning(trialId) || choice.awaits(trialId);
  }

  @Override
  public List<TrialSegment> heard(Measurement measurement) {
    if (choice.made()) {
      choice.heard(measurement);
      return List.of();
    }
    List<TrialSegment> next = new ArrayList<>();
    training.heard(measurement).ifPresent(next::add);
    List<TrialSegment> asked =
        brackets.stream()
            .filter(bracket -> bracket.awaits(measurement))
            .flatMap(bracket -> bracket.heard(measurement).stream())
            .toList();
    next.addAll(training.ask(asked));
    return open(next);
  }

  /**
   * Opens the brackets whose configurations are known by now. Once every bracket has ended, makes
   * the final choice.
   *
   * @param next segments to train in any case
   */
  private List<TrialSegment> open(List<TrialSegment> next) {
    List<TrialSegment> asked = new ArrayList<>();
    while (opened < sizes.size()
        && (sampler.isEmpty() || brackets.stream().allMatch(Bracket::ended))) {
      int rung = opened % epochs.size();
      List<Candidate> candidates = take(sizes.get(opened));
      if (!candidates.isEmpty()) {
        Bracket bracket =
            new Bracket(
                "%s round=%d from=%d"
                    .formatted(key.text(), opened / epochs.size() + 1, epochs.get(rung)),
                candidates,
                epochs.subList(rung, epochs.size()),
                eta,
                false,
                costs,
                training);
        brackets.add(bracket);
        asked.addAll(bracket.start());
      }
      opened++;
    }
    next.addAll(training.ask(asked));
    if (opened < sizes.size() || !brackets.stream().allMatch(Bracket::ended)) {
      return next;
    }
    return choice.make(
        epochs.size() + 1, brackets.stream().flatMap(b -> b.finalists().stream()).toList());
  }

  private List<Candidate> take(int count) {
    if (sampler.isEmpty()) {
      taken += count;
      return IntStream.range(taken - count, taken)
          .mapToObj(i -> order.get(i % order.size()))
          .toList();
    }
    List<Proposal> proposals = sampler.get().propose(count, measured());
    proposals.forEach(p -> reasons.put(p.candidate().configuration(), p.reason()));
    return proposals.stream().map(Proposal::candidate).toList();
  }

  /**
   * What to learn from: the configurations compared at the latest epoch at which there are enough,
   * and those that were lost before. If there are enough nowhere, those at the first rung.
   */
  private List<Ranked> measured() {
    for (int e = epochs.size() - 1; ; e--) {
      Map<Candidate, Ranked> at = new LinkedHashMap<>();
      for (int earlier = 0; earlier <= e; earlier++) {
        int epoch = epochs.get(earlier);
        boolean last = earlier == e;
        brackets.stream()
            .flatMap(bracket -> bracket.compared(epoch).stream())
            .filter(ranked -> last || !ranked.alive())
            .forEach(ranked -> at.put(ranked.candidate(), ranked));
      }
      if (e == 0 || at.size() >= sampler.orElseThrow().startup()) {
        return List.copyOf(at.values());
      }
    }
  }

  @Override
  public boolean ended() {
    return choice.made();
  }

  @Override
  public List<RungDecision> decided() {
    return Stream.concat(brackets.stream().flatMap(Bracket::decided), choice.decided())
        .map(
            decision ->
                Optional.ofNullable(reasons.get(decision.configuration()))
                    .map(decision::because)
                    .orElse(decision))
        .toList();
  }

  @Override
  public WorkEstimate left() {
    if (choice.made()) {
      return choice.left(order);
    }
    if (shares) {
      return everyStep().plus(choice.left(order));
    }
    WorkEstimate left =
        brackets.stream().map(Bracket::left).reduce(WorkEstimate.NONE, WorkEstimate::plus);
    for (int b = opened; b < sizes.size(); b++) {
      left = left.plus(bound(sizes.get(b), epochs.subList(b % epochs.size(), epochs.size())));
    }
    return left.plus(choice.left(order));
  }

  /** What a bracket of any configurations takes at most, from its first rung on. */
  private WorkEstimate bound(int size, List<Integer> rungs) {
    return Bracket.bound(order, size, eta, rungs, costs);
  }

  /** What training everything to the horizon takes, with a stop at every rung. */
  private WorkEstimate everyStep() {
    long count = 0;
    double seconds = 0;
    for (Candidate candidate : order) {
      for (Seeded seeded : candidate.tuning()) {
        String id = costs.trialId(seeded.index());
        int reached = 0;
        for (int epoch : epochs) {
          if (training.at(id, epoch).isPresent()) {
            reached = epoch;
          } else {
            count++;
          }
        }
        seconds += costs.seconds(seeded.index(), reached, key.horizon());
      }
    }
    return new WorkEstimate(count, seconds);
  }
}
