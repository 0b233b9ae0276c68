package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A lease as its file shows it at one moment.
 *
 * @param holder empty if the file is damaged
 * @param age time since it was renewed, by the file system's clock
 */
record LeaseState(Optional<LeaseHolder> holder, Duration age) {

  /** The lease in {@code file}; empty if there is none. */
  static Optional<LeaseState> of(Path file, SideFiles files) throws IOException {
    Optional<byte[]> bytes = files.read(file);
    Optional<Instant> written = files.written(file);
    if (bytes.isEmpty() || written.isEmpty()) {
      return Optional.empty();
    }
    Duration age = Duration.between(written.get(), files.now());
    return Optional.of(
        new LeaseState(LeaseHolder.parse(bytes.get()), age.isNegative() ? Duration.ZERO : age));
  }

  boolean isStale(Duration time) {
    return age.compareTo(time) >= 0 || holder.map(LeaseHolder::isGone).orElse(false);
  }

  boolean isHeldBy(LeaseHolder claimant) {
    return holder.map(LeaseHolder::owner).filter(claimant.owner()::equals).isPresent();
  }

  String description() {
    return holder.map(LeaseHolder::toString).orElse("an unknown driver");
  }
}
