package org.bigsweep.engine.catalog;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bigsweep.engine.param.Options;
import org.bigsweep.engine.param.Parameter;
import org.bigsweep.util.Sha256;

/**
 * The specification of one trial: the value of every active parameter in canonical spelling, with
 * all defaults filled in. Parameters that are absent at their value are left out. Made by {@link
 * ParameterCatalog#resolve}.
 *
 * @param values canonical value by parameter name
 */
public record TrialSpec(SortedMap<String, String> values) implements Options, Serializable {
  private static final int ID_DIGITS = 20;

  public TrialSpec {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public TrialSpec(Map<String, String> values) {
    this(new TreeMap<>(values));
  }

  @Override
  public <T> Optional<T> find(Parameter<T> parameter) {
    String value = values.get(parameter.name());
    if (value == null && parameter.condition().holds(values)) {
      return parameter.absentValue();
    }
    return Optional.ofNullable(value).map(parameter::value);
  }

  /**
   * Units per layer of the trial's network, input first.
   *
   * @param inputs pixels per image
   * @param classes classes of the dataset
   */
  public List<Integer> layerSizes(int inputs, int classes) {
    List<Integer> widths = get(TrialParameters.WIDTH);
    long hidden = get(TrialParameters.DEPTH) - 1;
    List<Integer> sizes = new ArrayList<>();
    sizes.add(inputs);
    for (int l = 0; l < hidden; l++) {
      sizes.add(widths.get(widths.size() == 1 ? 0 : l));
    }
    sizes.add(classes);
    return sizes;
  }

  /**
   * The trial's identity: 20 hexadecimal digits of SHA-256 over the numerics version, the dataset
   * checksum and all {@code name=value} pairs in name order.
   *
   * @param datasetSha256 checksum of the dataset's files
   */
  public String id(String datasetSha256) {
    StringBuilder text =
        new StringBuilder("bigsweep trial\nnumerics=")
            .append(Numerics.VERSION)
            .append("\ndata=")
            .append(datasetSha256);
    values.forEach((name, value) -> text.append('\n').append(name).append('=').append(value));
    return Sha256.hex(text.toString()).substring(0, ID_DIGITS);
  }
}
