package org.bigsweep.engine.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A program that loads the tiny dataset through a cache: {@code CACHE MIRROR}. */
final class FetchingProcess {
  private FetchingProcess() {}

  public static void main(String[] arguments) {
    PublishedDataset known = TinyDataset.known(new MirrorSource(URI.create(arguments[1])));
    Dataset dataset =
        new DatasetCatalog(new DatasetCache(Path.of(arguments[0])), List.of(known))
            .load("tiny", FetchListener.NONE);
    System.exit(dataset.sha256().equals(known.sha256()) ? 0 : 1);
  }
}
