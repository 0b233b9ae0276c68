package org.bigsweep.driver.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.results.TrialState;
import org.junit.jupiter.api.Test;

/** Proposals in a space of one number. */
class TpeSamplerTest {
  private static final int SIZE = 400;
  private static final List<Candidate> ALL =
      IntStream.range(0, SIZE)
          .mapToObj(i -> new Candidate("BP", 5, "x=" + i, List.of(new Seeded(0, i)), List.of()))
          .toList();
  private static final Coordinates COORDINATES =
      Coordinates.of(
          IntStream.range(0, SIZE).mapToObj(i -> Map.of("x", Integer.toString(i))).toList());

  private static TpeSampler sampler(long seed) {
    return new TpeSampler(ALL, COORDINATES, seed, 10);
  }

  private static Ranked ranked(int x, TrialState state, boolean collapsed, double accuracy) {
    return Ranked.of(ALL.get(x), List.of(new Measurement("id" + x, 9, state, collapsed, accuracy)));
  }

  /** Every tenth is measured; the best are near {@code peak}. */
  private static List<Ranked> measured(int peak) {
    return IntStream.range(0, SIZE / 10)
        .map(i -> 10 * i)
        .mapToObj(x -> ranked(x, TrialState.DONE, false, 1 - Math.abs(x - peak) / 1000.0))
        .toList();
  }

  private static List<Integer> positions(List<Proposal> proposals) {
    return proposals.stream().map(p -> (int) p.candidate().tuning().get(0).index()).toList();
  }

  @Test
  void proposals_areNearTheBest() {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(positions(sampler(seed).propose(4, measured(100))))
          .allSatisfy(x -> assertThat(x).isBetween(20, 180));
    }
  }

  @Test
  void proposals_dependOnTheSeed_andNotOnTheOrderOfMeasurements() {
    List<Ranked> shuffled = new ArrayList<>(measured(250));
    Collections.shuffle(shuffled, new Random(1));

    assertThat(sampler(1).propose(8, shuffled)).isEqualTo(sampler(1).propose(8, measured(250)));
    assertThat(sampler(1).propose(8, shuffled)).isNotEqualTo(sampler(2).propose(8, shuffled));
  }

  @Test
  void collapsedAndLost_areNeverGood_howeverFewAreSound() {
    List<Ranked> measured = new ArrayList<>();
    for (int x = 0; x < 40; x++) {
      measured.add(
          x < 2
              ? ranked(x, TrialState.DONE, false, 0.2)
              : ranked(x, x < 20 ? TrialState.DONE : TrialState.DIVERGED, true, 0.9));
    }

    assertThat(sampler(0).propose(1, measured).get(0).reason())
        .startsWith("sampler=tpe good=2 of=40 ");
    assertThat(sampler(0).propose(1, measured.subList(2, 40)).get(0).reason())
        .startsWith("sampler=tpe good=0 of=38 ");
  }

  /** What is proposed counts as bad until it is measured, so its neighbours promise less. */
  @Test
  void wave_spreads() {
    List<Proposal> wave = sampler(3).propose(24, measured(200));

    double first = ratio(wave.get(0));
    assertThat(ratio(wave.get(23))).isLessThan(0.7 * first);
    assertThat(spread(wave)).isGreaterThan(90);
  }

  private static double ratio(Proposal proposal) {
    return Double.parseDouble(proposal.reason().replaceAll(".*ratio=", ""));
  }

  private static int spread(List<Proposal> wave) {
    return Collections.max(positions(wave)) - Collections.min(positions(wave));
  }

  @Test
  void startup_tooFewMeasured_takesTheOrderAsItIs() {
    TpeSampler sampler = sampler(1);

    List<Proposal> first = sampler.propose(3, List.of());
    List<Proposal> second = sampler.propose(2, measured(100).subList(0, 9));

    assertThat(sampler.startup()).isEqualTo(10);
    assertThat(positions(first)).containsExactly(0, 1, 2);
    assertThat(positions(second)).containsExactly(3, 4);
    assertThat(second).allMatch(p -> p.reason().equals("sampler=startup"));
    assertThat(sampler.propose(1, measured(100).subList(0, 10)).get(0).reason())
        .startsWith("sampler=tpe good=1 of=10 ");
  }

  /** Every configuration once, then none. */
  @Test
  void propose_moreThanThereAre_givesEachOnce() {
    TpeSampler sampler = sampler(2);

    List<Proposal> all = sampler.propose(SIZE + 5, measured(100));

    assertThat(positions(all)).hasSize(SIZE).doesNotHaveDuplicates();
    assertThat(sampler.propose(1, measured(100))).isEmpty();
    assertThat(sampler.propose(1, List.of())).isEmpty();
  }

  /** A tenth is good, 25 at most. */
  @Test
  void good_ofMany_areTwentyFiveAtMost() {
    List<Ranked> all =
        IntStream.range(0, SIZE)
            .mapToObj(x -> ranked(x, TrialState.DONE, false, x / 1000.0))
            .toList();

    assertThat(sampler(0).propose(1, all).get(0).reason()).startsWith("sampler=tpe good=25 of=400");
    assertThat(sampler(0).propose(1, all.subList(0, 101)).get(0).reason())
        .startsWith("sampler=tpe good=11 of=101 ");
  }

  /** The number of a proposal decides its draws too. */
  @Test
  void proposals_ofDifferentNumbers_drawDifferently() {
    TpeSampler later = sampler(1);
    later.propose(1, List.of());

    assertThat(positions(later.propose(8, measured(250))))
        .isNotEqualTo(positions(sampler(1).propose(8, measured(250))));
  }

  /** The one untried configuration is proposed, wherever the best point lies. */
  @Test
  void nearest_isOneThatWasNotProposedYet() {
    TpeSampler sampler = sampler(1);
    Set<Integer> proposed = new HashSet<>(positions(sampler.propose(SIZE - 1, measured(100))));

    int last = positions(sampler.propose(1, measured(100))).get(0);

    assertThat(proposed).hasSize(SIZE - 1).doesNotContain(last);
  }
}
