package org.bigsweep.driver.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.ResultsFolder;
import org.bigsweep.results.ResultsReader;
import org.bigsweep.results.Table;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;
import org.bigsweep.util.Sha256;

/**
 * The trials of a results folder that can be retrained for comparison: all that this engine's
 * arithmetic trained to their end or to their divergence.
 *
 * @param ids of all such trials
 * @param failed number of failed trials, which need not come out the same again
 * @param ofOtherNumerics number of trials of another numerics version
 */
public record TrialSample(List<String> ids, long failed, long ofOtherNumerics) {
  private static final String TRIAL_ID = "trial_id";
  private static final String STATE = "state";
  private static final String NUMERICS = "numerics_version";

  public TrialSample {
    ids = List.copyOf(ids);
  }

  /** The sample of all such trials of a results folder. */
  public static TrialSample of(ResultsFolder folder) {
    List<String> ids = new ArrayList<>();
    long[] leftOut = new long[2];
    try (Stream<GenericRecord> rows =
        new ResultsReader(folder).read(Table.TRIALS, List.of(TRIAL_ID, STATE, NUMERICS))) {
      rows.forEach(
          row -> {
            if ((Integer) row.get(NUMERICS) != Numerics.VERSION) {
              leftOut[1]++;
            } else if (row.get(STATE).toString().equals(TrialState.FAILED.name())) {
              leftOut[0]++;
            } else {
              ids.add(row.get(TRIAL_ID).toString());
            }
          });
    }
    return new TrialSample(ids, leftOut[0], leftOut[1]);
  }

  /** Some of these, chosen by a seed: the same for the same trials, however they are stored. */
  public TrialSample choose(SampleSize size, long seed) {
    return new TrialSample(
        ids.stream()
            .sorted(Comparator.comparing(id -> Sha256.hex(seed + " " + id)))
            .limit(size.of(ids.size()))
            .toList(),
        failed,
        ofOtherNumerics);
  }

  /** The rows of these trials, in the same order. */
  public List<StoredTrial> read(ResultsFolder folder) {
    Set<String> wanted = Set.copyOf(ids);
    Map<String, List<Trial>> trials = rows(folder, Table.TRIALS, Trial::getTrialId, wanted);
    Map<String, List<Epoch>> epochs = rows(folder, Table.EPOCHS, Epoch::getTrialId, wanted);
    Map<String, List<Layer>> layers = rows(folder, Table.LAYERS, Layer::getTrialId, wanted);
    return ids.stream()
        .map(
            id ->
                new StoredTrial(
                    trials.get(id).get(0),
                    epochs.getOrDefault(id, List.of()).stream()
                        .sorted(Comparator.comparing(Epoch::getEpoch))
                        .toList(),
                    layers.getOrDefault(id, List.of()).stream()
                        .sorted(
                            Comparator.comparing(Layer::getEpoch).thenComparing(Layer::getLayer))
                        .toList()))
        .toList();
  }

  private static <R extends SpecificRecord> Map<String, List<R>> rows(
      ResultsFolder folder, Table<R> table, Function<R, String> id, Set<String> wanted) {
    try (Stream<R> rows = new ResultsReader(folder).read(table)) {
      return rows.filter(row -> wanted.contains(id.apply(row)))
          .collect(Collectors.groupingBy(id, HashMap::new, Collectors.toList()));
    }
  }
}
