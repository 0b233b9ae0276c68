package org.bigsweep.driver.plan;

import java.util.stream.Stream;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;

/** A model that predicts how long a trial takes on one core. */
public final class CostModel {
  /** The data that a model was calibrated on. */
  public enum Source {
    /** No data: round figures of a current core. */
    TYPICAL(0.3),
    /** Trials that were trained. */
    HISTORY(0.08),
    /** Steps timed here and now. */
    PROBE(0.1);

    /** Relative deviation of a machine's speed between calibration and run. */
    private final double drift;

    Source(double drift) {
      this.drift = drift;
    }
  }

  /** The model of a core of which nothing is known. */
  public static final CostModel TYPICAL =
      new CostModel(Source.TYPICAL, new Calibration(Stream.empty()));

  private final Source source;
  private final Calibration calibration;

  private CostModel(Source source, Calibration calibration) {
    this.source = source;
    this.calibration = calibration;
  }

  /** A model fitted to observed trials; {@link #TYPICAL} if there are none. */
  public static CostModel of(Source source, Stream<Observation> observations) {
    Calibration calibration = new Calibration(observations);
    return calibration.size() == 0 ? TYPICAL : new CostModel(source, calibration);
  }

  public Source source() {
    return source;
  }

  /** Number of trials or probes that it rests on. */
  public long observations() {
    return calibration.size();
  }

  /** Seconds of a trial on one core. */
  public double seconds(TrialSpec spec, DatasetShape data) {
    return seconds(spec, data, spec.get(TrialParameters.EPOCHS));
  }

  /** Seconds of a trial on one core up to the end of an epoch. */
  public double seconds(TrialSpec spec, DatasetShape data, long epochs) {
    return calibration.of(spec).mean() * NominalCost.seconds(spec, data, epochs);
  }

  /** Relative standard deviation of {@link #seconds} as the mean over trials like this one. */
  double deviation(TrialSpec spec) {
    return calibration.of(spec).deviation();
  }

  /** Relative standard deviation of single trials around their mean. */
  double scatter() {
    return calibration.scatter();
  }

  /** Relative standard deviation that all predictions share. */
  double drift() {
    return source.drift;
  }
}
