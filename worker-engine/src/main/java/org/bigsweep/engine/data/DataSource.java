package org.bigsweep.engine.data;

import java.io.IOException;

/** A place that a published dataset can be fetched from. */
interface DataSource {
  /** What a user knows it by. */
  String name();

  /**
   * Brings every file that {@code cache} does not have yet.
   *
   * @throws IOException if it does not answer or the transfer breaks off; the message says why
   * @throws DatasetException if it hands over something else
   */
  void fetch(CacheFolder cache, FetchListener listener) throws IOException;
}
