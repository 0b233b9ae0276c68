package org.bigsweep.driver.cli;

import org.bigsweep.engine.trial.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** The source of the line that {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "bigsweep %s (commit %s, Java %s)"
          .formatted(BuildInfo.version(), BuildInfo.commit(), System.getProperty("java.version"))
    };
  }
}
