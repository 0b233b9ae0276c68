package org.bigsweep.engine.noise;

/**
 * A random stream of a seed: gives each position in a trial the 64-bit key of the numbers drawn
 * there.
 *
 * <p>With T₂₀(key, counter) the 20-round {@link Threefry2x32}, the stream's key is K = T₂₀(seed,
 * FNV-1a(name)) and the key of a position is T₂₀(K, position), where position packs epoch (20
 * bits), step (24), layer (10) and inner step (10) into 64 bits. T₂₀ is a bijection of its counter,
 * so no two names of a seed (short of an FNV collision) and no two positions of a stream share a
 * key.
 *
 * <p>A value; deriving a key allocates nothing.
 *
 * @param key K
 */
public record RandomStream(long key) {
  private static final int EPOCH_BITS = 20;
  private static final int STEP_BITS = 24;
  private static final int LAYER_BITS = 10;
  private static final int INNER_BITS = 10;

  /** The stream of that name under {@code seed}, which may be any {@code long}. */
  public static RandomStream of(long seed, StreamName name) {
    return new RandomStream(Threefry2x32.block20(seed, name.id()));
  }

  /** {@link #at(int, int, int, int) at(epoch, 0, 0, 0)}. */
  public long at(int epoch) {
    return at(epoch, 0, 0, 0);
  }

  /** {@link #at(int, int, int, int) at(epoch, step, layer, 0)}. */
  public long at(int epoch, int step, int layer) {
    return at(epoch, step, layer, 0);
  }

  /** {@link #at(int, int, int, int) at(0, 0, layer, 0)}: what is drawn once per layer and trial. */
  public long atLayer(int layer) {
    return at(0, 0, layer, 0);
  }

  /**
   * The key of a position.
   *
   * @param epoch in 0..1,048,575
   * @param step in 0..16,777,215, counted within the epoch
   * @param layer in 0..1,023
   * @param inner in 0..1,023
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public long at(int epoch, int step, int layer, int inner) {
    check("epoch", epoch, EPOCH_BITS);
    check("step", step, STEP_BITS);
    check("layer", layer, LAYER_BITS);
    check("inner step", inner, INNER_BITS);
    long position = epoch;
    position = position << STEP_BITS | step;
    position = position << LAYER_BITS | layer;
    position = position << INNER_BITS | inner;
    return Threefry2x32.block20(key, position);
  }

  private static void check(String what, int value, int bits) {
    if (value >>> bits != 0) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (must be in 0..%d)".formatted(what, value, (1 << bits) - 1));
    }
  }
}
