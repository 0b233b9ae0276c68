package org.bigsweep.driver.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.bigsweep.results.ResultsFolder;

/**
 * The settings of the file systems that results lie on. They come from Spark settings {@code
 * spark.hadoop.KEY} and from the environment's {@code AWS_ENDPOINT_URL}. For an object store they
 * also bound the retries: somebody waits for the command, so it gives up on a store that cannot be
 * reached after about a minute.
 */
public final class StorageSettings {
  private static final String PREFIX = "spark.hadoop.";
  private static final String ENDPOINT = "fs.s3a.endpoint";
  private static final String AMAZON = "amazonaws.com";

  private StorageSettings() {}

  /** The results folder at a path or URI, opened by this process's settings; it need not exist. */
  public static ResultsFolder folder(String location) {
    return ResultsFolder.at(location, configuration());
  }

  /** How Hadoop's file systems are opened by this process. */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    Map<String, String> given = given();
    given.forEach(configuration::set);
    defaults(given, System.getenv()).forEach((key, value) -> settle(configuration, key, value));
    return configuration;
  }

  /** Those of these settings that Spark would not find by itself, under Spark's names. */
  public static Map<String, String> forSpark() {
    Configuration configuration = configuration();
    Map<String, String> settings = new LinkedHashMap<>();
    defaults(given(), System.getenv())
        .forEach(
            (key, value) -> {
              if (value.equals(configuration.get(key))) {
                settings.put(PREFIX + key, value);
              }
            });
    return settings;
  }

  /** Sets a value unless the user chose one. Hadoop's own defaults do not count as a choice. */
  private static void settle(Configuration configuration, String key, String value) {
    String[] sources = configuration.getPropertySources(key);
    if (sources == null || sources[sources.length - 1].startsWith("core-default.xml")) {
      configuration.set(key, value);
    }
  }

  private static Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        given.put(name.substring(PREFIX.length()), System.getProperty(name));
      }
    }
    return given;
  }

  /**
   * @param given file system settings that the user made
   */
  static Map<String, String> defaults(Map<String, String> given, Map<String, String> environment) {
    Map<String, String> settings = new LinkedHashMap<>();
    // each attempt ends after 15 s, the connector's least; 4 attempts with their pauses take 77 s
    settings.put("fs.s3a.connection.establish.timeout", "15s");
    settings.put("fs.s3a.connection.timeout", "15s");
    settings.put("fs.s3a.attempts.maximum", "0"); // repetitions below the connector's own
    settings.put("fs.s3a.retry.limit", "3");
    settings.put("fs.s3a.retry.interval", "1s");
    Optional<String> endpoint =
        Optional.ofNullable(given.get(ENDPOINT))
            .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL_S3")))
            .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")));
    endpoint.ifPresent(url -> settings.put(ENDPOINT, url));
    if (endpoint.filter(url -> !url.contains(AMAZON)).isPresent()) {
      // self-hosted stores seldom have a host name per bucket, and never a region
      settings.put("fs.s3a.path.style.access", "true");
      settings.put("fs.s3a.endpoint.region", "us-east-1");
    }
    return settings;
  }
}
