package org.bigsweep.driver.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.PublicationContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of publishing, racing writers included, on a real S3 protocol. */
final class S3PublicationIT extends PublicationContract {
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
    return server.place("publication-" + folders++);
  }

  @Override
  protected Configuration configuration() {
    return server.configuration();
  }

  @Override
  protected boolean firstWriterWins() {
    return true;
  }
}
