package org.bigsweep.results;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The work in progress that a results folder shows.
 *
 * @param drivers the drivers that hold leases which are not stale
 * @param checkpoints the trials that have a saved state: trials in training and, where a driver was
 *     stopped, trials that the next run continues
 */
public record FolderActivity(List<Driver> drivers, List<String> checkpoints) {
  private static final String LEASE = ".lease";

  /**
   * A process that runs a sweep.
   *
   * @param sweep the name of the sweep
   * @param holder its process and host
   */
  public record Driver(String sweep, String holder) {}

  public FolderActivity {
    drivers = List.copyOf(drivers);
    checkpoints = List.copyOf(checkpoints);
  }

  /**
   * Reads the activity in a folder. It writes nothing, so the age of a lease is told by this
   * machine's clock, and not by the file system's as a driver does it.
   *
   * @throws ResultsException if it cannot be read
   */
  public static FolderActivity of(ResultsFolder folder) {
    SideFiles files = new SideFiles(folder);
    List<Driver> drivers = new ArrayList<>();
    for (String name : folder.sweepFiles()) {
      if (!name.endsWith(LEASE)) {
        continue;
      }
      Path file = new Path(folder.sweeps(), name);
      try {
        Optional<byte[]> bytes = files.read(file);
        Optional<Instant> written = files.written(file);
        if (bytes.isEmpty() || written.isEmpty()) {
          continue;
        }
        LeaseState state = new LeaseState(LeaseHolder.parse(bytes.get()), age(written.get()));
        if (!state.isStale(Lease.time(folder))) {
          drivers.add(
              new Driver(
                  name.substring(0, name.length() - LEASE.length()),
                  state
                      .holder()
                      .map(holder -> "process " + holder.pid() + " on " + holder.host())
                      .orElse("an unknown driver")));
        }
      } catch (IOException e) {
        throw ResultsException.of("read the leases in", folder, e);
      }
    }
    return new FolderActivity(drivers, new CheckpointFiles(folder).trials());
  }

  private static Duration age(Instant written) {
    Duration age = Duration.between(written, Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * A text that changes whenever files of {@code table} come, go or are replaced.
   *
   * @throws ResultsException if the folder cannot be listed
   */
  public static String listing(ResultsFolder folder, Table<?> table) {
    StringBuilder text = new StringBuilder();
    for (FileStatus file : folder.files(table)) {
      text.append(file.getPath().getName())
          .append(' ')
          .append(file.getLen())
          .append(' ')
          .append(file.getModificationTime())
          .append('\n');
    }
    return text.toString();
  }
}
