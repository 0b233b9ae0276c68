package org.bigsweep.driver.schedule;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bigsweep.driver.schedule.Candidate.Seeded;
import org.bigsweep.driver.spec.Schedule;
import org.bigsweep.driver.spec.Schedule.Amount;
import org.bigsweep.util.Sha256;

/**
 * A random order of a bracket's configurations that depends only on a seed and on their own
 * spelling. The first few are a draw without replacement, and values added to an axis do not
 * reorder the others.
 */
final class RandomSubset {
  private RandomSubset() {}

  /** The indices of the trials drawn from all brackets. */
  static LongStream indices(List<Brackets.Part> brackets, Schedule.RandomSubset schedule) {
    return brackets.stream()
        .flatMap(part -> drawn(part, schedule))
        .flatMap(Candidate::trials)
        .mapToLong(Seeded::index);
  }

  /** A bracket's configurations in the random order of a seed. */
  static List<Candidate> order(Brackets.Part part, long seed) {
    return part.candidates().stream()
        .map(c -> Map.entry(Sha256.hex(seed + "\n" + c.configuration()), c))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Stream<Candidate> drawn(Brackets.Part part, Schedule.RandomSubset schedule) {
    List<Candidate> order = order(part, schedule.seed());
    if (schedule.amount() instanceof Amount.Configurations configurations) {
      return order.stream().limit(configurations.n());
    }
    long most = ((Amount.Epochs) schedule.amount()).most();
    int count = 0;
    long epochs = 0;
    for (Candidate candidate : order) {
      epochs += candidate.trials().count() * part.key().horizon();
      if (epochs > most && count > 0) {
        break;
      }
      count++;
    }
    return order.stream().limit(count);
  }
}
