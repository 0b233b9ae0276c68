package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.LeaseContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of leases on a real S3 protocol. */
final class S3LeaseIT extends LeaseContract {
  private static S3Server server;
  private static int folders;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  protected String emptyFolder() {
    return server.place("lease-" + folders++);
  }

  @Override
  protected Configuration configuration() {
    return server.configuration();
  }
}
