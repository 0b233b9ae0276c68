package org.bigsweep.driver.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.engine.catalog.ParameterCatalog;
import org.bigsweep.engine.catalog.TrialParameters;
import org.bigsweep.engine.catalog.TrialSpec;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.Preset;

/**
 * The set of trials that a sweep asks for. Each trial is in it once and can be computed from its
 * index; their number follows by formula. The set does not depend on the order in which a
 * definition names things. Neither time nor memory depends on the number of trials.
 */
public final class SearchSpace {
  private static final double GOLDEN_RATIO = 0.6180339887498949;

  private final ParameterCatalog catalog;
  private final List<Block> blocks;

  /** Index of each block's first point, and the size at the end. */
  private final long[] offsets;

  private final Map<String, List<Integer>> blocksByRule;
  private final Set<String> unused = new TreeSet<>();

  /**
   * @throws SpaceException if the definition has no rule, mixes continuous axes with no random,
   *     sets an axis twice, or spans 2⁶³ points or more
   */
  public SearchSpace(SpaceDefinition definition, ParameterCatalog catalog) {
    this(new SpaceCompiler(definition, catalog).compile(), catalog);
    definition.allSettings().map(Setting::name).forEach(unused::add);
    blocks.forEach(b -> unused.removeAll(b.names()));
    checkCombinations(definition);
  }

  private SearchSpace(List<Block> disjoint, ParameterCatalog catalog) {
    this.catalog = catalog;
    blocks = disjoint;
    Products.sum(blocks.stream().mapToLong(Block::size));
    offsets = new long[blocks.size() + 1];
    for (int b = 0; b < blocks.size(); b++) {
      offsets[b + 1] = offsets[b] + blocks.get(b).size();
    }
    blocksByRule =
        IntStream.range(0, blocks.size())
            .boxed()
            .collect(Collectors.groupingBy(b -> ruleOf(blocks.get(b))));
  }

  /**
   * The trials of this space that another one lacks.
   *
   * @throws SpaceException if the two zip or draw so many values differently that the difference
   *     cannot be told by formula
   */
  public SearchSpace minus(SearchSpace other) {
    List<Block> rest = new ArrayList<>();
    for (Block block : blocks) {
      List<Block> pieces = List.of(block);
      for (int theirs : other.blocksByRule.getOrDefault(ruleOf(block), List.of())) {
        Block taken = other.blocks.get(theirs);
        pieces = pieces.stream().flatMap(piece -> piece.minus(taken).stream()).toList();
      }
      rest.addAll(pieces);
    }
    return new SearchSpace(rest, catalog);
  }

  /** Exact number of trials. */
  public long size() {
    return offsets[blocks.size()];
  }

  /** The trial of an index from 0 to {@code size() - 1}. */
  public TrialSpec get(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(index + " of " + size());
    }
    int found = Arrays.binarySearch(offsets, index);
    int block = found >= 0 ? found : -found - 2;
    return catalog.written(blocks.get(block).get(index - offsets[block]));
  }

  /** The index of a trial, or empty if the space does not have it. */
  public OptionalLong indexOf(TrialSpec spec) {
    String rule = spec.values().getOrDefault(TrialParameters.RULE.name(), "");
    Map<String, String> values = catalog.complete(spec);
    for (int block : blocksByRule.getOrDefault(rule, List.of())) {
      long index = blocks.get(block).indexOf(values);
      if (index >= 0) {
        return OptionalLong.of(offsets[block] + index);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The index of a finished trial, or empty if it is another sweep's or was computed from other
   * data or with other arithmetic.
   *
   * @param id its id in the results
   */
  public OptionalLong indexOf(TrialSpec spec, String id, String datasetSha256) {
    OptionalLong index = indexOf(spec);
    return index.isPresent() && spec.id(datasetSha256).equals(id) ? index : OptionalLong.empty();
  }

  /** All trials by index, computed as they are taken. */
  public Stream<TrialSpec> stream() {
    return LongStream.range(0, size()).mapToObj(this::get);
  }

  /**
   * Up to {@code count} indices, one in each of as many parts of the space. Their places follow no
   * period, so that they do not fall into step with the axes. They are always the same.
   */
  public LongStream spread(int count) {
    if (count >= size()) {
      return LongStream.range(0, size());
    }
    long width = size() / count;
    long wider = size() % count;
    return LongStream.range(0, count)
        .map(
            k -> {
              double fraction = k * GOLDEN_RATIO % 1;
              return k * width + Math.min(k, wider) + (long) (fraction * width);
            });
  }

  /** The trials of {@link #spread} indices. */
  public List<TrialSpec> sample(int count) {
    return spread(count).mapToObj(this::get).toList();
  }

  /** The parameters that the definition sets but no trial has, such as σ² if no rule uses it. */
  public Set<String> unused() {
    return Set.copyOf(unused);
  }

  /** Number of trials by the name under which they are reported; no zero entries. */
  public Map<String, Long> countsByLabel() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Block block : blocks) {
      String rule = ruleOf(block);
      List<Block> rest = List.of(block);
      for (Preset preset : presetsOf(rule)) {
        List<Block.Cut> cuts = rest.stream().map(b -> b.cut(constraints(preset))).toList();
        cuts.forEach(
            cut -> cut.inside().ifPresent(in -> counts.merge(preset.name(), in.size(), Long::sum)));
        rest = cuts.stream().flatMap(cut -> cut.outside().stream()).toList();
      }
      rest.forEach(b -> counts.merge(rule, b.size(), Long::sum));
    }
    return counts;
  }

  /**
   * The partition of this space by the values of some parameters. If a block would fall into more
   * than {@code limit} classes, it is not divided by the parameter with most values.
   */
  public List<PointClass> classes(Set<String> names, int limit) {
    List<PointClass> classes = new ArrayList<>();
    for (int b = 0; b < blocks.size(); b++) {
      new BlockPartition(blocks.get(b), offsets[b], catalog).classes(names, limit, classes);
    }
    return classes;
  }

  /** Presets of a rule, the one that fixes most first, as {@link ParameterCatalog#label} ranks. */
  private List<Preset> presetsOf(String rule) {
    return catalog.ruleNames().stream()
        .flatMap(name -> catalog.preset(name).stream())
        .filter(p -> p.rule().equals(rule))
        .sorted(Comparator.comparingInt((Preset p) -> p.values().size()).reversed())
        .toList();
  }

  private static Map<String, Constraint> constraints(Preset preset) {
    return preset.values().entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, e -> new Constraint.OneOf(Set.of(e.getValue()))));
  }

  private static String ruleOf(Block block) {
    return block.constants().get(TrialParameters.RULE.name());
  }

  /** Checks that widths fit depths wherever a trial combines them. */
  private void checkCombinations(SpaceDefinition definition) {
    for (PointClass points :
        classes(Set.of(TrialParameters.DEPTH.name(), TrialParameters.WIDTH.name()), 10_000)) {
      try {
        catalog.resolve(points.get(0).values());
      } catch (InvalidParameterException e) {
        throw new SpaceException(definition.originOf(TrialParameters.WIDTH.name()), e.getMessage());
      }
    }
  }
}
