package org.bigsweep.driver.plan;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.space.PointClass;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.data.Split;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.trial.ParameterCatalog;
import org.bigsweep.engine.trial.TrialParameters;
import org.bigsweep.engine.trial.TrialSpec;

/**
 * What a sweep asks for, what results already hold of it, and what remains. Time and memory follow
 * the number of finished trials and of cost classes, never the size of the space.
 */
public final class SweepPlan {
  private static final int MOST_CLASSES = 10_000;

  private final SearchSpace space;
  private final DatasetShape data;
  private final CostModel costs;
  private final Finished finished;
  private final List<RuleCount> counts;

  /** By falling cost. */
  private final List<CostClass> classes;

  private final double flops;

  private SweepPlan(
      SearchSpace space,
      DatasetShape data,
      CostModel costs,
      ParameterCatalog catalog,
      Stream<FinishedTrial> rows) {
    this.space = space;
    this.data = data;
    this.costs = costs;
    checkImages(space, data);
    finished = new Finished(rows, space, catalog, costs, data);
    counts =
        space.countsByLabel().entrySet().stream()
            .map(e -> new RuleCount(e.getKey(), e.getValue(), finished.count(e.getKey())))
            .toList();
    classes =
        space.classes(TrialFlops.DEPENDS_ON, MOST_CLASSES).stream()
            .map(this::costClass)
            .sorted(Comparator.comparingDouble(CostClass::seconds).reversed())
            .toList();
    double all = classes.stream().mapToDouble(c -> c.flops() * c.points().size()).sum();
    flops = size() == done() ? 0 : Math.max(0, all - finished.flops());
  }

  /**
   * The plan of a sweep against what is finished.
   *
   * @param finished committed rows of the results folder, those of other sweeps included; closed by
   *     the caller
   * @throws InvalidParameterException if the sweep asks for more images than the dataset has
   */
  public static SweepPlan of(
      Sweep sweep,
      DatasetShape data,
      CostModel costs,
      ParameterCatalog catalog,
      Stream<FinishedTrial> finished) {
    return new SweepPlan(sweep.space(), data, costs, catalog, finished);
  }

  /** Number of trials of the sweep. */
  public long size() {
    return space.size();
  }

  /** Number of those that are finished. */
  public long done() {
    return finished.size();
  }

  public long toDo() {
    return size() - done();
  }

  /** Numbers of trials by the name under which rules are reported. */
  public List<RuleCount> counts() {
    return counts;
  }

  /** Floating-point operations still to do, in matrix products. */
  public double flops() {
    return flops;
  }

  /** Predicted time of what is still to do on one core. */
  public double seconds() {
    return costs.seconds(flops, (double) toDo());
  }

  /** Predicted wall time of what is still to do, from below: perfect balance over the cores. */
  public double seconds(int cores) {
    double longest = toDo() == 0 ? 0 : classes.get(0).seconds();
    return Math.max(seconds() / cores, Math.min(longest, seconds()));
  }

  /** The id of the trial of an index. */
  public String trialId(long index) {
    return space.get(index).id(data.sha256());
  }

  /** Whether the trial of an index is finished. */
  public boolean isDone(long index) {
    return finished.contains(index);
  }

  /** Up to {@code count} trials, evenly spread over the space. */
  public List<TrialSpec> sample(int count) {
    long n = Math.min(count, size());
    return LongStream.range(0, n)
        .mapToObj(k -> space.get((long) ((k + 0.5) / n * size())))
        .toList();
  }

  /**
   * The trials still to do, in groups of at most 60 s of predicted work (a longer trial is a group
   * of its own), those with the longest trials first, enough of them to keep the cores busy.
   * Computed as they are taken; always the same for the same plan and number of cores.
   */
  public Iterator<TrialGroup> groups(int cores) {
    return new GroupIterator(classes.iterator(), finished, seconds(), cores);
  }

  private CostClass costClass(PointClass points) {
    double each = costs.flops(points.get(0), data);
    return new CostClass(points, each, costs.seconds(each, 1));
  }

  private static void checkImages(SearchSpace space, DatasetShape data) {
    Set<String> names =
        Set.of(
            TrialParameters.TRAINING_IMAGES.name(),
            TrialParameters.VALIDATION_IMAGES.name(),
            TrialParameters.BATCH_SIZE.name());
    for (PointClass points : space.classes(names, MOST_CLASSES)) {
      TrialSpec spec = points.get(0);
      long training = spec.get(TrialParameters.TRAINING_IMAGES);
      long validation = spec.get(TrialParameters.VALIDATION_IMAGES);
      Split split =
          new Split(
              Math.toIntExact(training), Math.toIntExact(validation), data.trainingFileImages());
      long batch = spec.get(TrialParameters.BATCH_SIZE);
      if (batch > split.trainingImages()) {
        throw new InvalidParameterException(
            "Invalid batchSize: " + batch + " (must be at most trainingImages, " + training + ")");
      }
    }
  }
}
