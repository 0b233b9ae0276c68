package org.bigsweep.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.bigsweep.engine.rule.RuleParameters;
import org.junit.jupiter.api.Test;

class TrialSpecTest {
  private static final TrialSpec SPEC =
      new TrialSpec(Map.of("rule", "BIG", "sigma2", "0.1", "seed", "7"));

  /**
   * Pinned: results in the world are named by it. Another id for the same trial orphans them all,
   * so it may change only with {@link Numerics#VERSION}.
   */
  @Test
  void id_pinnedTrial_staysForEver() throws Exception {
    String text = "bigsweep trial\nnumerics=3\ndata=abc\nrule=BIG\nseed=7\nsigma2=0.1";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

    assertThat(SPEC.id("abc")).isEqualTo(HexFormat.of().formatHex(hash).substring(0, 20));
    assertThat(SPEC.id("abc")).isEqualTo("f478e95b1232833280cc");
  }

  @Test
  void id_defaultTrial_staysForEver() {
    assertThat(ParameterCatalog.standard().resolve(Map.of("rule", "BIG(balanced)")).id("abc"))
        .isEqualTo("921518f02ac46e931ba3");
  }

  @Test
  void id_anotherDataset_isAnotherTrial() {
    assertThat(SPEC.id("abd")).isNotEqualTo(SPEC.id("abc"));
  }

  @Test
  void values_always_areACopy() {
    Map<String, String> values = new HashMap<>(Map.of("rule", "BP"));
    TrialSpec spec = new TrialSpec(values);
    values.put("rule", "FA");

    assertThat(spec.values()).containsEntry("rule", "BP");
    assertThatThrownBy(() -> spec.values().put("rule", "FA"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void get_inactiveParameter_isRefused() {
    assertThat(SPEC.get(RuleParameters.SIGMA2)).isEqualTo(0.1);
    assertThat(SPEC.find(RuleParameters.ALPHA)).isEmpty();
    assertThatThrownBy(() -> SPEC.get(RuleParameters.ALPHA)).hasMessage("alpha is not active");
  }
}
