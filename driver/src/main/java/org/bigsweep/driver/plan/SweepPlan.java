package org.bigsweep.driver.plan;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bigsweep.driver.space.PointClass;
import org.bigsweep.driver.space.SearchSpace;
import org.bigsweep.driver.spec.Sweep;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Split;
import org.bigsweep.engine.param.InvalidParameterException;

/**
 * A sweep compared with its results: the trials it asks for, those that are finished, and those
 * that remain. Time and memory grow with the number of finished trials and of cost classes, never
 * with the size of the space.
 */
public final class SweepPlan {
  private static final int MOST_CLASSES = 10_000;

  private final SearchSpace space;
  private final DatasetShape data;
  private final CostModel costs;
  private final FinishedIndices finished;
  private final List<RuleCount> counts;
  private final List<CostClass> classes;
  private final Workload workload;

  private SweepPlan(
      SearchSpace space,
      DatasetShape data,
      CostModel costs,
      List<RuleCount> counts,
      FinishedIndices finished,
      List<CostClass> classes) {
    this.space = space;
    this.data = data;
    this.costs = costs;
    this.counts = counts;
    this.finished = finished;
    this.classes =
        classes.stream()
            .map(c -> c.costing(costs.seconds(c.points().get(0), data)))
            .sorted(Comparator.comparingDouble(CostClass::seconds).reversed())
            .toList();
    workload = new Workload(this.classes, finished, costs);
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
    SearchSpace space = sweep.space();
    checkImages(space, data);
    FinishedIndices done = new FinishedIndices(finished, space, catalog, data);
    List<RuleCount> counts =
        space.countsByLabel().entrySet().stream()
            .map(e -> new RuleCount(e.getKey(), e.getValue(), done.count(e.getKey())))
            .toList();
    List<CostClass> classes =
        space.classes(Workload.dependsOn(catalog), MOST_CLASSES).stream()
            .map(points -> CostClass.of(points, catalog, data))
            .toList();
    return new SweepPlan(space, data, costs, counts, done, classes);
  }

  /** This plan with other predictions. */
  public SweepPlan at(CostModel otherCosts) {
    return new SweepPlan(space, data, otherCosts, counts, finished, classes);
  }

  /** The dataset that the trials are trained on. */
  public DatasetShape data() {
    return data;
  }

  /** What predictions rest on. */
  public CostModel costs() {
    return costs;
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
    return workload.flops();
  }

  /** Predicted time of what is still to do on one core. */
  public double seconds() {
    return workload.seconds();
  }

  /** Predicted time on one core of what is still to do, by rule as reported. */
  public Map<String, Prediction> secondsByRule() {
    return workload.byRule();
  }

  /** Predicted time of all trials on one core, finished ones included. */
  public double allSeconds() {
    return classes.stream().mapToDouble(c -> c.seconds() * c.points().size()).sum();
  }

  /** Predicted wall time of what is still to do, from below: perfect balance over the cores. */
  public double seconds(int cores) {
    double longest = toDo() == 0 ? 0 : classes.get(0).seconds();
    return Math.max(seconds() / cores, Math.min(longest, seconds()));
  }

  /** One trial still to do of every kind of cost, those with the most predicted work first. */
  public List<TrialSpec> kinds() {
    return workload.kinds();
  }

  /** What finishing the sweep takes. */
  public Forecast forecast(int cores, boolean keepsWeights) {
    return Forecast.of(this, workload, data, cores, keepsWeights);
  }

  /** Whether the trial of an index is finished. */
  public boolean isDone(long index) {
    return finished.contains(index);
  }

  /** Up to {@code count} trials, evenly spread over the space. */
  public List<IndexedTrial> sample(int count) {
    return space.spread(count).mapToObj(k -> new IndexedTrial(k, space.get(k))).toList();
  }

  /**
   * The trials still to do, in groups of at most 60 s of predicted work; a longer trial is a group
   * of its own. Groups with the longest trials come first, and there are enough groups to keep the
   * cores busy. Groups are computed as they are taken, and are always the same for the same plan
   * and number of cores.
   */
  public Iterator<TrialGroup> groups(int cores) {
    return new GroupIterator(new TrialsToDo(classes.iterator(), finished), seconds(), cores);
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
              Math.toIntExact(training),
              Math.toIntExact(validation),
              data.size().trainingFileImages());
      long batch = spec.get(TrialParameters.BATCH_SIZE);
      if (batch > split.trainingImages()) {
        throw new InvalidParameterException(
            "batchSize", batch, "at most trainingImages, " + training);
      }
    }
  }
}
