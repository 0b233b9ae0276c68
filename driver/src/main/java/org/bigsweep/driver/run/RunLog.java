package org.bigsweep.driver.run;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * The log file of a run. It takes warnings of every library and our own notes, so none of them
 * reach the terminal. It is bounded at 5 × 20 MB, even if something is logged a million times.
 */
public final class RunLog {
  private static final String FILE = "file";
  private static final String PATTERN = "%d{ISO8601} %-5p %c{1.} [%t] %m%n%xEx";

  private static volatile Optional<Path> current = Optional.empty();

  private RunLog() {}

  /** Sends this process's log to {@code file} from now on. */
  public static void sendTo(Path file) {
    current = Optional.of(file);
    configure(file);
  }

  /**
   * Sends the log to the file again: under spark-submit, Spark sets up its own log when it starts.
   */
  static void sendAgain() {
    current.ifPresent(RunLog::configure);
  }

  private static void configure(Path file) {
    ConfigurationBuilder<BuiltConfiguration> log =
        ConfigurationBuilderFactory.newConfigurationBuilder().setStatusLevel(Level.OFF);
    log.add(
        log.newAppender(FILE, "RollingFile")
            .addAttribute("fileName", file.toString())
            .addAttribute("filePattern", file + ".%i")
            .addAttribute("createOnDemand", true)
            .add(log.newLayout("PatternLayout").addAttribute("pattern", PATTERN))
            .addComponent(
                log.newComponent("Policies")
                    .addComponent(
                        log.newComponent("SizeBasedTriggeringPolicy")
                            .addAttribute("size", "20 MB")))
            .addComponent(log.newComponent("DefaultRolloverStrategy").addAttribute("max", 4)));
    log.add(log.newLogger("org.bigsweep", Level.INFO));
    log.add(log.newLogger("org.apache.spark.SparkContext", Level.INFO));
    log.add(log.newRootLogger(Level.WARN).add(log.newAppenderRef(FILE)));
    Configurator.reconfigure(log.build());
  }
}
