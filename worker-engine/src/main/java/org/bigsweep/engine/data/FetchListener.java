package org.bigsweep.engine.data;

import java.util.OptionalLong;

/** A receiver of the progress of fetching a dataset, called on the fetching thread. */
public interface FetchListener {
  /** Hears nothing. */
  FetchListener NONE = new FetchListener() {};

  /** A source is about to be tried; never called for a dataset that the cache holds. */
  default void sourceStarted(String dataset, String source) {}

  /**
   * Called every now and then while a file comes in, and at its end.
   *
   * @param bytes transferred so far, those of an earlier interrupted attempt included
   * @param total bytes of the whole transfer, if the source tells
   */
  default void progressed(String file, long bytes, OptionalLong total) {}

  /** A source did not help; the next one follows, if there is one. */
  default void sourceFailed(String dataset, String source, String reason) {}

  /** All files are in the cache. */
  default void fetched(String dataset, String source) {}
}
