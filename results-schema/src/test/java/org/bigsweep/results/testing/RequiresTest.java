package org.bigsweep.results.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

final class RequiresTest {
  @TempDir private Path folder;

  @Test
  void requirement_thatIsThere_isFound() {
    assertThat(Requires.program("sh", "dash")).isExecutable().hasFileName("sh");
    assertThat(Requires.file(folder, "none")).isEqualTo(folder);
  }

  @Test
  void requirement_thatIsMissing_skipsTheTestAndNamesThePackage() {
    assertThatThrownBy(() -> Requires.missing("chromium", "chromium-of-debian", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("Missing chromium: it is in Debian's package chromium-of-debian");
  }

  @Test
  void requirement_thatIsMissingInCi_failsTheTest() {
    assertThatThrownBy(() -> Requires.missing("chromium", "chromium-of-debian", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Debian's package chromium-of-debian")
        .hasMessageContaining("CI=true");
  }
}
