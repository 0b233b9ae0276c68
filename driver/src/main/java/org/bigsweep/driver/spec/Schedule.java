package org.bigsweep.driver.spec;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A rule that decides which trials of a sweep's space are trained, and how far. */
public sealed interface Schedule {
  /** Every trial to its end, the longest first. */
  Schedule EXHAUSTIVE = new Exhaustive();

  /** How the schedule is written in one line, the same for equal schedules. */
  String text();

  /** The parameters that part the space into brackets; empty if there are no brackets. */
  List<String> per();

  /** A schedule that decides from measurements what is trained further, or at all. */
  sealed interface Search extends Schedule permits Halving, Hyperband, Tpe {
    /** The word that names it in a file. */
    String name();

    /**
     * The epochs at which trials are compared, rising, the horizon last.
     *
     * @param horizon the last epoch of the trials
     * @param decays whether a learning rate changes over the epochs
     */
    List<Integer> epochs(int horizon, boolean decays);
  }

  /** Every trial to its end. */
  record Exhaustive() implements Schedule {
    @Override
    public String text() {
      return "exhaustive";
    }

    @Override
    public List<String> per() {
      return List.of();
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
  record Halving(int eta, Rungs rungs, List<String> per) implements Search {
    public Halving {
      per = List.copyOf(per);
    }

    @Override
    public String text() {
      return "halving eta=" + eta + " " + rungs.text() + " per=" + String.join(",", per);
    }

    @Override
    public String name() {
      return "halving";
    }

    @Override
    public List<Integer> epochs(int horizon, boolean decays) {
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

  /** How a schedule takes configurations. */
  enum Sampler {
    /** In a random order. */
    RANDOM,
    /** By the tree-structured Parzen estimator, as it learns (Falkner et al. 2018). */
    TPE
  }

  /**
   * The tree-structured Parzen estimator (Bergstra et al. 2011): configurations are proposed in
   * waves, each from what the waves before it showed, and trained to the horizon. The best of them
   * is the one that is reported.
   *
   * @param n configurations of each bracket
   * @param wave configurations that are proposed at a time
   * @param startup the least number of measured configurations to learn from; before, proposals are
   *     random
   * @param per parameters by which the space is parted into brackets
   */
  record Tpe(int n, int wave, int startup, long seed, List<String> per) implements Search {
    /** The default of {@code startup}: a wave, so that the second one learns from the first. */
    public static final int STARTUP = 8;

    public Tpe {
      per = List.copyOf(per);
    }

    @Override
    public String text() {
      return "tpe n=%d wave=%d startup=%d seed=%d per=%s"
          .formatted(n, wave, startup, seed, String.join(",", per));
    }

    @Override
    public String name() {
      return "tpe";
    }

    @Override
    public List<Integer> epochs(int horizon, boolean decays) {
      return List.of(horizon);
    }
  }

  /**
   * Hyperband (Li et al. 2018): successive halving several times, each time from a later first rung
   * and with fewer configurations. So it spends about the same on trusting early accuracies and on
   * not trusting them.
   *
   * @param eta η, at least 2
   * @param minEpochs the least epochs before a trial is compared
   * @param minPart the least part of the horizon before a trial whose learning rate decays is
   *     compared, above 0 and at most 1
   * @param rounds how often all of that is repeated with further configurations
   * @param sampler how configurations are taken
   * @param seed decides the order in which they are taken
   * @param per parameters by which the space is parted into brackets
   */
  record Hyperband(
      int eta,
      int minEpochs,
      double minPart,
      int rounds,
      Sampler sampler,
      long seed,
      List<String> per)
      implements Search {
    private static final double ROUNDING = 1e-9;

    public Hyperband {
      per = List.copyOf(per);
    }

    @Override
    public String text() {
      return "hyperband eta=%s minEpochs=%s minPart=%s rounds=%s sampler=%s seed=%s per=%s"
          .formatted(
              eta,
              minEpochs,
              minPart,
              rounds,
              sampler.name().toLowerCase(Locale.ROOT),
              seed,
              String.join(",", per));
    }

    @Override
    public String name() {
      return "hyperband";
    }

    /** The horizon, 1/η of it, 1/η² and so on, rounded up, down to the least allowed. */
    @Override
    public List<Integer> epochs(int horizon, boolean decays) {
      double least = Math.max(minEpochs, decays ? minPart * horizon : 0) - ROUNDING;
      LinkedList<Integer> epochs = new LinkedList<>();
      for (double e = horizon; e >= least; e /= eta) {
        epochs.addFirst((int) Math.ceil(e - ROUNDING));
      }
      return List.copyOf(epochs);
    }

    /**
     * The number of configurations that start at each rung.
     *
     * @param rungs number of rungs
     * @param most number of configurations that there are
     */
    public List<Integer> starting(int rungs, int most) {
      return IntStream.range(0, rungs)
          .map(
              first -> {
                int left = rungs - first;
                return (int) Math.min(most, Math.ceil(rungs * Math.pow(eta, left - 1) / left));
              })
          .boxed()
          .toList();
    }
  }
}
