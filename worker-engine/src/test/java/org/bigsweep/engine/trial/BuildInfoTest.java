package org.bigsweep.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class BuildInfoTest {
  @Test
  void commit_stamped_tellsOfLocalChanges() {
    assertThat(BuildInfo.commit(stamped("abc", "false"))).isEqualTo("abc");
    assertThat(BuildInfo.commit(stamped("abc", "true"))).isEqualTo("abc-dirty");
    assertThat(BuildInfo.commit(stamped("unknown", "false"))).isEqualTo("unknown");
    assertThat(BuildInfo.commit(new Properties())).isEqualTo("unknown");
  }

  @Test
  void thisBuild_everything_isFilledIn() {
    assertThat(BuildInfo.version()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(BuildInfo.commit()).matches("[0-9a-f]{40}(-dirty)?|unknown");
  }

  private static Properties stamped(String commit, String dirty) {
    Properties properties = new Properties();
    properties.setProperty("commit", commit);
    properties.setProperty("dirty", dirty);
    return properties;
  }
}
