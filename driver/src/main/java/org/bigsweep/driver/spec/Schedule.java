package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule that decides which trials of a sweep's space are trained, and how far. */
public sealed interface Schedule {
  /** Every trial to its end, the longest first. */
  Schedule EXHAUSTIVE = new Exhaustive();

  /** How the schedule is written in one line, the same for equal schedules. */
  String text();

  /** Every trial to its end. */
  record Exhaustive() implements Schedule {
    @Override
    public String text() {
      return "exhaustive";
    }
  }

  /**
   * Some configurations of every bracket, drawn without replacement; every seed of a drawn one is
   * trained to its end. A larger draw holds every smaller one of the same seed.
   *
   * @param amount number of configurations drawn from each bracket
   * @param per parameters by which the space is parted into brackets
   */
  record RandomSubset(Amount amount, long seed, List<String> per) implements Schedule {
    public RandomSubset {
      per = List.copyOf(per);
    }

    @Override
    public String text() {
      String written =
          amount instanceof Amount.Epochs epochs
              ? "epochs=" + epochs.most()
              : "n=" + ((Amount.Configurations) amount).n();
      return "random " + written + " seed=" + seed + " per=" + String.join(",", per);
    }
  }

  /** The number of configurations that are drawn from a bracket. */
  sealed interface Amount {
    /** That many configurations, or all if there are fewer. */
    record Configurations(int n) implements Amount {}

    /**
     * As many configurations as that many epochs suffice for, over all their seeds, and at least
     * one.
     */
    record Epochs(long most) implements Amount {}
  }

  /**
   * Successive halving (Jamieson and Talwalkar 2016): all configurations of a bracket are trained
   * to the first rung, the best 1/η of them to the next, and so on; those that are left are trained
   * to the horizon, and the best of them is the one that is reported.
   *
   * @param eta η, at least 2
   * @param rungs the epochs to compare at, rising
   * @param per parameters by which the space is parted into brackets
   */
  record Halving(int eta, Rungs rungs, List<String> per) implements Schedule {
    public Halving {
      per = List.copyOf(per);
    }

    @Override
    public String text() {
      return "halving eta=" + eta + " " + rungs.text() + " per=" + String.join(",", per);
    }

    /** The epochs compared at below the horizon, and the horizon. */
    public List<Integer> epochs(int horizon) {
      List<Integer> epochs = new ArrayList<>();
      if (rungs instanceof Rungs.Listed listed) {
        listed.epochs().stream().filter(e -> e < horizon).forEach(epochs::add);
      } else if (rungs instanceof Rungs.Geometric geometric) {
        for (long e = geometric.minEpochs(); e < horizon; e *= eta) {
          epochs.add(Math.toIntExact(e));
        }
      }
      epochs.add(horizon);
      return List.copyOf(epochs);
    }
  }

  /** The places of the rungs. */
  sealed interface Rungs {
    /** The first epoch compared at. */
    int first();

    String text();

    /** {@code minEpochs}, η times that, η² times that, … below the horizon. */
    record Geometric(int minEpochs) implements Rungs {
      @Override
      public int first() {
        return minEpochs;
      }

      @Override
      public String text() {
        return "minEpochs=" + minEpochs;
      }
    }

    /** The epochs named, those below the horizon. */
    record Listed(List<Integer> epochs) implements Rungs {
      public Listed {
        epochs = List.copyOf(epochs);
      }

      @Override
      public int first() {
        return epochs.get(0);
      }

      @Override
      public String text() {
        return "rungs=" + String.join(",", epochs.stream().map(String::valueOf).toList());
      }
    }
  }

  /** The parameters that part the space into brackets; empty if there are no brackets. */
  default Optional<List<String>> brackets() {
    if (this instanceof Halving halving) {
      return Optional.of(halving.per());
    }
    return this instanceof RandomSubset random ? Optional.of(random.per()) : Optional.empty();
  }
}
