package org.bigsweep.driver.space;

import java.util.List;
import java.util.stream.Stream;

/**
 * A set of axes, crossed with each other, with zipped axes, and with the union of alternatives.
 *
 * @param union alternatives, of which each point takes one; empty if there are none
 */
public record SubSpace(
    List<Setting> settings, List<Zip> zips, List<SubSpace> union, List<When> whens) {
  public static final SubSpace EMPTY = new SubSpace(List.of(), List.of(), List.of(), List.of());

  public SubSpace {
    settings = List.copyOf(settings);
    zips = List.copyOf(zips);
    union = List.copyOf(union);
    whens = List.copyOf(whens);
  }

  /** Every axis anywhere in this space. */
  public Stream<Setting> allSettings() {
    return Stream.of(
            settings.stream(),
            zips.stream().flatMap(z -> z.columns().stream()),
            union.stream().flatMap(SubSpace::allSettings),
            whens.stream().flatMap(w -> w.then().allSettings()))
        .flatMap(s -> s);
  }

  /** This space with one more axis. */
  public SubSpace with(Setting setting) {
    return new SubSpace(
        Stream.concat(settings.stream(), Stream.of(setting)).toList(), zips, union, whens);
  }

  /** This space without any axis of that parameter; conditions stay. */
  public SubSpace without(String name) {
    return new SubSpace(
        settings.stream().filter(s -> !s.name().equals(name)).toList(),
        zips.stream().flatMap(z -> without(z, name)).toList(),
        union.stream().map(m -> m.without(name)).toList(),
        whens.stream()
            .map(w -> new When(w.condition(), w.then().without(name), w.origin()))
            .toList());
  }

  private static Stream<Zip> without(Zip zip, String name) {
    List<Setting> kept = zip.columns().stream().filter(c -> !c.name().equals(name)).toList();
    return kept.isEmpty() ? Stream.empty() : Stream.of(new Zip(kept, zip.origin()));
  }
}
