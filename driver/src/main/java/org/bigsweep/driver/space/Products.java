package org.bigsweep.driver.space;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Arithmetic on products of factors: their sizes and points. The last factor moves fastest. */
final class Products {
  private Products() {}

  /**
   * @throws SpaceException beyond 2⁶³ − 1
   */
  static long of(LongStream sizes) {
    try {
      return sizes.reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw tooLarge();
    }
  }

  /**
   * @throws SpaceException beyond 2⁶³ − 1
   */
  static long sum(LongStream sizes) {
    try {
      return sizes.reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      throw tooLarge();
    }
  }

  /** Puts the point of that index into {@code point}. */
  static void put(List<Factor> factors, long index, Map<String, String> point) {
    long rest = index;
    for (int i = factors.size() - 1; i >= 0; i--) {
      Factor factor = factors.get(i);
      factor.put(rest % factor.size(), point);
      rest /= factor.size();
    }
  }

  private static SpaceException tooLarge() {
    return new SpaceException("Invalid sweep: too many trials (must be fewer than 2^63)");
  }
}
