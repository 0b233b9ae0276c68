package org.bigsweep.results;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.testing.FaultyFileSystem;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of publishing and of leases on each kind of storage. */
class StoragesTest {
  @TempDir private Path directory;
  private int folders;

  private String next() {
    return directory.resolve("folder-" + folders++).toString();
  }

  @Nested
  class LocalDisk extends PublicationContract {
    @Override
    protected String emptyFolder() {
      return next();
    }

    @Override
    protected Configuration configuration() {
      return new Configuration();
    }

    @Override
    protected boolean firstWriterWins() {
      return false;
    }
  }

  @Nested
  class ObjectStore extends PublicationContract {
    @Override
    protected String emptyFolder() {
      return FaultyFileSystem.location("objects", Path.of(next()));
    }

    @Override
    protected Configuration configuration() {
      return FaultyFileSystem.configuration(true);
    }

    @Override
    protected boolean firstWriterWins() {
      return true;
    }
  }

  @Nested
  class LocalDiskLeases extends LeaseContract {
    @Override
    protected String emptyFolder() {
      return next();
    }

    @Override
    protected Configuration configuration() {
      return new Configuration();
    }

    @Override
    protected Duration tick() {
      return Duration.ofMillis(10);
    }
  }

  @Nested
  class ObjectStoreLeases extends LeaseContract {
    @Override
    protected String emptyFolder() {
      return FaultyFileSystem.location("objects", Path.of(next()));
    }

    @Override
    protected Configuration configuration() {
      return FaultyFileSystem.configuration(true);
    }

    @Override
    protected Duration tick() {
      return Duration.ofMillis(10);
    }
  }
}
