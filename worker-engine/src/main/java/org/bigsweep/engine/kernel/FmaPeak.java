package org.bigsweep.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused multiply-adds of one core on registers alone, the limit of everything that multiplies
 * matrices. Ten chains hide the latency of two units. For benchmarks; needs the JVM's vector
 * module.
 */
public final class FmaPeak {
  private static final int CHAINS = 10;
  private static final int ROUNDS = 10_000;

  private float sum;

  /** Apart, so that the class around it loads without the module. */
  private static final class Chains {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    static float run(int rounds) {
      FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
      FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
      FloatVector a = x;
      FloatVector b = x;
      FloatVector c = x;
      FloatVector d = x;
      FloatVector e = x;
      FloatVector f = x;
      FloatVector g = x;
      FloatVector h = x;
      FloatVector i = x;
      FloatVector j = x;
      for (int k = 0; k < rounds; k++) {
        a = a.fma(x, y);
        b = b.fma(x, y);
        c = c.fma(x, y);
        d = d.fma(x, y);
        e = e.fma(x, y);
        f = f.fma(x, y);
        g = g.fma(x, y);
        h = h.fma(x, y);
        i = i.fma(x, y);
        j = j.fma(x, y);
      }
      return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).lane(0);
    }
  }

  /** Whether this JVM has the vector module. */
  public static boolean isAvailable() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Operations of a run, a multiply and an add counting as two. */
  public static double flops() {
    return 2.0 * CHAINS * ROUNDS * Chains.SPECIES.length();
  }

  /** Does {@link #flops} operations. */
  public void run() {
    sum += Chains.run(ROUNDS);
  }

  /** What has been computed, so that no compiler leaves it out. */
  public float sum() {
    return sum;
  }
}
