package org.bigsweep.driver.verify;

import java.util.Optional;

/**
 * A value that came out differently when its trial was retrained.
 *
 * @param table table and column, such as {@code epochs.test_loss}
 * @param place epoch and layer, if the table has them
 * @param stored what the results folder holds; empty for null or no row
 * @param again the value that retraining gave
 */
public record Difference(
    String table, String place, Optional<Object> stored, Optional<Object> again) {

  @Override
  public String toString() {
    return table + place + ": " + shown(stored) + " stored, " + shown(again) + " again";
  }

  private static String shown(Optional<Object> value) {
    return value.map(Object::toString).orElse("nothing");
  }
}
