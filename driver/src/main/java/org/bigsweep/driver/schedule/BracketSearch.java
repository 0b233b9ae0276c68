package org.bigsweep.driver.schedule;

import java.util.List;
import org.bigsweep.driver.plan.Measurement;
import org.bigsweep.driver.plan.TrialSegment;

/** A search for the best configuration of one bracket. It decides from measurements alone. */
sealed interface BracketSearch permits HalvingSearch, HyperbandSearch, TpeSearch {

  /** Decides as much as the known measurements allow, and returns the segments to train first. */
  List<TrialSegment> start();

  boolean awaits(String trialId);

  /** Takes the measurement of an awaited trial, and returns the segments that follow from it. */
  List<TrialSegment> heard(Measurement measurement);

  /** Whether no further segment will follow from any measurement. */
  boolean ended();

  /** The decisions since the last call. */
  List<RungDecision> decided();

  /** An upper bound on what is left to train. */
  WorkEstimate left();
}
