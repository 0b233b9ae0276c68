package org.bigsweep.engine.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The first processor as Linux describes it; elsewhere only the architecture is known.
 *
 * @param model as sold
 * @param features flags such as {@code avx2}
 * @param gigahertz clock at the moment, GHz
 */
public record Cpu(String model, Set<String> features, OptionalDouble gigahertz) {
  private static final Path INFO = Path.of("/proc/cpuinfo");

  public Cpu {
    features = Set.copyOf(features);
  }

  /** This machine's. */
  public static Cpu here() {
    try {
      return parse(Files.readAllLines(INFO));
    } catch (IOException e) {
      return parse(List.of());
    }
  }

  static Cpu parse(List<String> info) {
    return new Cpu(
        value(info, "model name").orElse(System.getProperty("os.arch")),
        value(info, "flags").map(f -> Set.copyOf(Arrays.asList(f.split("\\s+")))).orElse(Set.of()),
        value(info, "cpu MHz")
            .map(mhz -> OptionalDouble.of(Double.parseDouble(mhz) / 1000))
            .orElse(OptionalDouble.empty()));
  }

  private static Optional<String> value(List<String> info, String key) {
    return info.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
