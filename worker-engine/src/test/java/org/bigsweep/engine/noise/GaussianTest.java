package org.bigsweep.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianTest {
  private static final long KEY = RandomStream.of(1, StreamName.INHIBITION_NOISE).at(2, 3, 4, 5);

  private final Gaussian gaussian = new Gaussian();

  /** A change here changes every trial: bump the numerics version. */
  @Test
  void fill_firstMillionOfAFixedKey_areTheseBits() throws Exception {
    assertThat(sha256(values(0x0123456789abcdefL, 1_000_000)))
        .isEqualTo("08cd5c945d1f5c9a28439564747fa574e5281d4f2da8c41d51bc0f5b4bf1a5a2");
  }

  @Test
  void fill_againstDoublePrecision_withinStatedError() {
    float[] values = values(KEY, 2_000_000);

    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - PlainGaussian.value(KEY, i)));
    }
    assertThat(worst).isLessThan(3e-6);
  }

  /** Every count near the borders of blocks, where whole and partial passes meet. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 15, 17, 1023, 1024, 1025, 2047, 2048, 2049, 3072, 3073, 4096, 4097, 9999})
  void fill_fewer_isAPrefixAndTouchesNothingElse(int count) {
    float[] all = values(KEY, 10_000);
    float[] out = new float[10_010];
    Arrays.fill(out, 99f);

    gaussian.fill(KEY, out, 7, count);

    assertThat(Arrays.copyOfRange(out, 7, 7 + count)).isEqualTo(Arrays.copyOf(all, count));
    for (int i = 0; i < out.length; i++) {
      if (i < 7 || i >= 7 + count) {
        assertThat(out[i]).isEqualTo(99f);
      }
    }
  }

  @Test
  void fill_anotherInstanceAndOrder_sameBits() {
    float[] first = values(KEY, 5000);
    values(KEY + 1, 123);

    assertThat(values(KEY, 5000)).isEqualTo(first);
    Gaussian other = new Gaussian();
    float[] out = new float[5000];
    other.fill(KEY, out, 0, 5000);
    assertThat(out).isEqualTo(first);
  }

  @Test
  void fill_interpretedAndCompiled_sameBits() throws Exception {
    String first = sha256(values(KEY, 3000));
    for (int i = 0; i < 20_000; i++) {
      gaussian.fill(KEY, new float[3000], 0, 3000);
    }

    assertThat(sha256(values(KEY, 3000))).isEqualTo(first);
  }

  @Test
  void fill_rangeOutsideTheArray_isRejected() {
    assertThatThrownBy(() -> gaussian.fill(KEY, new float[10], 5, 6))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> gaussian.fill(KEY, new float[10], 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private float[] values(long key, int n) {
    float[] out = new float[n];
    gaussian.fill(key, out, 0, n);
    return out;
  }

  private static String sha256(float[] values) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
