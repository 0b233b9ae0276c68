package org.bigsweep.engine.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Reinterprets the bits of ints as floats and back, an array at a time. The values go into a small
 * off-heap buffer through one view and come out through the other. {@link Float#intBitsToFloat} in
 * a loop keeps C2 from using vector registers; two bulk copies within the first-level cache do not.
 */
final class BitCast {
  private final IntBuffer ints;
  private final FloatBuffer floats;

  /**
   * @param capacity the most elements of one cast
   */
  BitCast(int capacity) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(capacity * Integer.BYTES).order(ByteOrder.nativeOrder());
    ints = bytes.asIntBuffer();
    floats = bytes.asFloatBuffer();
  }

  /** to[j] = intBitsToFloat(from[j]) for j &lt; n. */
  void toFloats(int[] from, float[] to, int n) {
    ints.put(0, from, 0, n);
    floats.get(0, to, 0, n);
  }

  /** to[j] = floatToRawIntBits(from[j]) for j &lt; n. */
  void toInts(float[] from, int[] to, int n) {
    floats.put(0, from, 0, n);
    ints.get(0, to, 0, n);
  }
}
