package org.bigsweep.driver.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.results.Attempt;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.results.Trial;
import org.bigsweep.results.TrialState;

/**
 * Rows of a trial that nobody trained: the shape and size of real ones, and figures that differ
 * between rules, rates, variances, depths and epochs about as real ones do. The same specification
 * gives the same rows.
 */
final class MadeUpTrial {
  private static final String DATASET_SHA256 = "00".repeat(32);
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.678Z");

  /** Test accuracy after many epochs at the best settings. */
  private static final Map<String, Double> REACHED =
      Map.of(
          "BP",
          0.97,
          "DTP",
          0.95,
          "FA",
          0.94,
          "DFA",
          0.945,
          "BIG(balanced)",
          0.93,
          "BIG(eq. 4)",
          0.88,
          "BIG(paper)",
          0.87,
          "TP",
          0.84,
          "LastLayerOnly",
          0.82,
          "TP(paper)",
          0.12);

  private static final double BEST_RATE = 1e-3;
  private static final double HIGHEST_RATE = 0.05;
  private static final double GUESSING = 0.1;

  private final TrialSpec spec;
  private final String id;
  private final String rule;
  private final SplittableRandom random;

  MadeUpTrial(TrialSpec spec) {
    this.spec = spec;
    id = spec.id(DATASET_SHA256);
    rule = ParameterCatalog.standard().label(spec);
    random = new SplittableRandom(Long.parseUnsignedLong(id.substring(0, 16), 16));
  }

  Trial trial(List<Epoch> epochs) {
    TrialState state = diverges() ? TrialState.DIVERGED : TrialState.DONE;
    Epoch last = epochs.get(epochs.size() - 1);
    Trial trial = new Trial();
    set(trial, "parameters", Map.copyOf(spec.values()));
    fill(trial);
    spec.values().forEach((name, value) -> put(trial, column(name), value));
    set(trial, "trial_id", id);
    set(trial, "rule", rule);
    set(trial, "base_rule", spec.values().get("rule"));
    set(trial, "sizes", "784" + "-256".repeat(depth() - 1) + "-10");
    set(trial, "dataset", "mnist");
    set(trial, "state", state.name());
    set(
        trial,
        "reason",
        state == TrialState.DONE ? null : "loss %.3g is beyond 1e4".formatted(9e4));
    set(trial, "stopped_epoch", state == TrialState.DONE ? null : 2);
    set(trial, "stopped_step", state == TrialState.DONE ? null : 3);
    set(trial, "collapsed", collapses());
    set(trial, "collapsed_epoch", collapses() ? 1 : null);
    set(trial, "epochs_done", epochs.size() - 1);
    set(trial, "train_loss", last.getTrainLoss());
    set(trial, "train_accuracy", last.getTrainAccuracy());
    set(trial, "validation_loss", last.getValidationLoss());
    set(trial, "validation_accuracy", last.getValidationAccuracy());
    set(trial, "test_loss", last.getTestLoss());
    set(trial, "test_accuracy", last.getTestAccuracy());
    set(trial, "numerics_version", 1);
    set(trial, "dataset_sha256", DATASET_SHA256);
    set(trial, "weights", null);
    return trial;
  }

  List<Epoch> epochs() {
    int horizon = diverges() ? 1 : Integer.parseInt(spec.values().get("epochs"));
    double reached = reached();
    List<Epoch> epochs = new ArrayList<>();
    for (int epoch = 0; epoch <= horizon; epoch++) {
      double learned = 1 - Math.exp(-1.2 * epoch);
      double accuracy = GUESSING + (reached - GUESSING) * learned + 0.002 * gaussian();
      Epoch row = new Epoch();
      fill(row);
      set(row, "trial_id", id);
      set(row, "epoch", epoch);
      set(row, "train_loss", epoch == 0 ? null : 2.3 - 2.2 * accuracy);
      set(row, "train_accuracy", epoch == 0 ? null : accuracy);
      set(row, "validation_loss", 2.35 - 2.2 * accuracy);
      set(row, "validation_accuracy", accuracy);
      set(row, "test_loss", 2.4 - 2.2 * accuracy);
      set(row, "test_accuracy", accuracy - 0.01 + 0.001 * gaussian());
      set(row, "collapsed", epoch > 0 && collapses());
      epochs.add(row);
    }
    return epochs;
  }

  List<Layer> layers(int epochs) {
    List<Layer> layers = new ArrayList<>();
    int depth = depth();
    boolean targets = rule.contains("TP") || rule.startsWith("BIG");
    for (int epoch = 0; epoch < epochs; epoch++) {
      double learned = 1 - Math.exp(-0.8 * epoch);
      for (int layer = 1; layer <= depth; layer++) {
        Layer row = new Layer();
        if (targets && layer < depth) {
          fill(row);
          set(row, "ei_correlation", 0.3 + 0.6 * learned + 0.02 * gaussian());
          set(row, "shuffled_ei_correlation", 0.01 * gaussian());
          set(row, "signal_cosine", reached() * layer / depth);
          set(row, "residual_cosine", 0.1 * gaussian());
        }
        set(row, "trial_id", id);
        set(row, "epoch", epoch);
        set(row, "layer", layer);
        set(
            row,
            "estimate_cosine",
            rule.equals("BP") || layer == depth
                ? 1
                : reached() * layer / depth * (0.6 + 0.4 * learned) + 0.01 * gaussian());
        set(row, "gradient_norm", random.nextDouble());
        layers.add(row);
      }
    }
    return layers;
  }

  Attempt attempt() {
    Attempt row = new Attempt();
    fill(row);
    set(row, "trial_id", id);
    set(row, "attempt_id", "made-up-" + id);
    set(row, "outcome", (diverges() ? TrialState.DIVERGED : TrialState.DONE).name());
    return row;
  }

  private boolean collapses() {
    return rule.equals("TP(paper)");
  }

  private boolean diverges() {
    return rule.equals("TP") && rate() > HIGHEST_RATE;
  }

  private double reached() {
    double best = REACHED.getOrDefault(rule, 0.8);
    double off = Math.log10(rate() / BEST_RATE);
    double variance = Double.parseDouble(spec.values().getOrDefault("sigma2", "1"));
    double deep = rule.equals("BP") || rule.equals("DTP") ? 0 : 0.01 * (depth() - 5);
    return Math.max(
        GUESSING, best - 0.04 * off * off - 0.03 * Math.pow(Math.log10(variance), 2) - deep);
  }

  private double rate() {
    return Double.parseDouble(spec.values().get("learningRate"));
  }

  private int depth() {
    return Integer.parseInt(spec.values().get("depth"));
  }

  /** Roughly normal, variance 1. */
  private double gaussian() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static String column(String parameter) {
    return parameter.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** Gives every column a value of its type. */
  private void fill(SpecificRecord row) {
    for (Schema.Field field : row.getSchema().getFields()) {
      Schema type = present(field.schema());
      boolean parameter = row instanceof Trial && field.schema().isUnion();
      switch (type.getType()) {
        case STRING -> row.put(field.pos(), parameter ? null : "made up");
        case INT -> row.put(field.pos(), parameter ? null : 1);
        case DOUBLE -> row.put(field.pos(), parameter ? null : random.nextDouble());
        case BOOLEAN -> row.put(field.pos(), false);
        case LONG ->
            row.put(field.pos(), type.getLogicalType() == null ? (Object) 1L : (Object) STARTED);
        default -> {
          // the map of parameters is set apart
        }
      }
    }
  }

  private static void set(SpecificRecord row, String column, Object value) {
    row.put(row.getSchema().getField(column).pos(), value);
  }

  private static void put(SpecificRecord row, String column, String value) {
    Schema.Field field = row.getSchema().getField(column);
    if (field == null) {
      return;
    }
    Object typed =
        switch (present(field.schema()).getType()) {
          case STRING -> value;
          case INT -> value.matches("\\d+") ? Integer.valueOf(value) : null;
          case LONG -> Long.valueOf(value);
          case DOUBLE -> Double.valueOf(value);
          default -> null;
        };
    row.put(field.pos(), typed);
  }

  private static Schema present(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }
}
