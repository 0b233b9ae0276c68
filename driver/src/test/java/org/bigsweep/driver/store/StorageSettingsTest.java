package org.bigsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StorageSettingsTest {
  private static final String ENDPOINT = "fs.s3a.endpoint";
  private static final String PATH_STYLE = "fs.s3a.path.style.access";

  @Test
  void defaults_endpointOfTheEnvironment_isTakenByPath() {
    assertThat(
            StorageSettings.defaults(
                Map.of(), Map.of("AWS_ENDPOINT_URL", "http://minio:9000", "OTHER", "x")))
        .containsEntry(ENDPOINT, "http://minio:9000")
        .containsEntry(PATH_STYLE, "true")
        .doesNotContainKey("OTHER");
  }

  @Test
  void defaults_endpointThatIsSet_winsOverTheEnvironment() {
    assertThat(
            StorageSettings.defaults(
                Map.of(ENDPOINT, "http://mine"), Map.of("AWS_ENDPOINT_URL", "http://minio:9000")))
        .containsEntry(ENDPOINT, "http://mine");
  }

  @Test
  void configuration_patience_isOursUnlessItIsSet() {
    String key = "spark.hadoop.fs.s3a.retry.limit";
    assertThat(StorageSettings.configuration().get("fs.s3a.retry.limit")).isEqualTo("3");
    assertThat(StorageSettings.forSpark()).containsEntry(key, "3");
    System.setProperty(key, "9");
    try {
      assertThat(StorageSettings.configuration().get("fs.s3a.retry.limit")).isEqualTo("9");
      assertThat(StorageSettings.forSpark()).doesNotContainKey(key);
    } finally {
      System.clearProperty(key);
    }
  }

  @Test
  void defaults_amazon_isLeftToTheConnector() {
    assertThat(StorageSettings.defaults(Map.of(), Map.of()))
        .doesNotContainKeys(ENDPOINT, PATH_STYLE);
    assertThat(
            StorageSettings.defaults(
                Map.of(ENDPOINT, "https://s3.eu-west-1.amazonaws.com"), Map.of()))
        .doesNotContainKey(PATH_STYLE);
  }
}
