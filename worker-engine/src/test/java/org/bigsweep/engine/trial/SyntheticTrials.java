package org.bigsweep.engine.trial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.bigsweep.engine.catalog.KeepWeights;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.data.Dataset;
import org.bigsweep.engine.data.DatasetCatalog;
import org.bigsweep.engine.data.FetchListener;

/** Small trials on the synthetic dataset. */
final class SyntheticTrials {
  static final Dataset DATASET = DatasetCatalog.standard().load("synthetic", FetchListener.NONE);

  private SyntheticTrials() {}

  /** A trial of 500 images, two hidden layers of 12 units and two epochs, but for {@code more}. */
  static TrialSpec spec(String rule, String... more) {
    Map<String, String> given =
        new HashMap<>(
            Map.of(
                "dataset", "synthetic",
                "trainingImages", "500",
                "validationImages", "200",
                "depth", "3",
                "width", "12",
                "batchSize", "50",
                "epochs", "2",
                "learningRate", "0.003"));
    given.put("rule", rule);
    for (int k = 0; k < more.length; k += 2) {
      given.put(more[k], more[k + 1]);
    }
    return ParameterCatalog.standard().resolve(given);
  }

  static TrialResult run(TrialSpec spec, KeepWeights keep) {
    return run(TrialRequest.toTheEnd(spec, keep), Checkpoints.NONE).finished();
  }

  /** In a runner of its own. */
  static TrialOutcome run(TrialRequest request, Checkpoints checkpoints) {
    return new TrialRunner(DATASET, Optional.empty()).run(request, checkpoints, TrialObserver.NONE);
  }

  static TrialResult run(TrialSpec spec) {
    return run(spec, KeepWeights.NONE);
  }

  private static final Set<String> OF_TIME =
      Set.of("seconds", "samples_per_second", "started", "sgemm_gflops");

  /** All columns of all rows but those of time, and the kept parameters. */
  static List<Object> figures(TrialResult result) {
    List<Object> figures = new ArrayList<>();
    List<IndexedRecord> rows = new ArrayList<>(List.of(result.trial()));
    rows.addAll(result.epochs());
    rows.addAll(result.layers());
    for (IndexedRecord row : rows) {
      for (Schema.Field field : row.getSchema().getFields()) {
        if (!OF_TIME.contains(field.name())) {
          figures.add(field.name() + "=" + row.get(field.pos()));
        }
      }
    }
    result.weights().ifPresent(weights -> figures.add(HexFormat.of().formatHex(weights)));
    return figures;
  }
}
