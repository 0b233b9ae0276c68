package org.bigsweep.engine.data;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bigsweep.engine.param.InvalidParameterException;
import org.bigsweep.engine.param.NearestName;
import org.bigsweep.util.UserException;

/**
 * The datasets that a trial may name: {@code mnist} and {@code fashion-mnist}, kept in a cache and
 * fetched when missing; {@code synthetic}, computed; or the path of a folder with the four IDX
 * files {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
 * t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, plain or with {@code .gz}.
 */
public final class DatasetCatalog {
  private static final DatasetCatalog STANDARD =
      new DatasetCatalog(
          new DatasetCache(
              DatasetCache.standardRoot(System.getenv(), Path.of(System.getProperty("user.home")))),
          List.of(PublishedDataset.MNIST, PublishedDataset.FASHION_MNIST));

  private final DatasetCache cache;
  private final List<PublishedDataset> known;

  DatasetCatalog(DatasetCache cache, List<PublishedDataset> known) {
    this.cache = cache;
    this.known = List.copyOf(known);
  }

  /**
   * The catalog over this machine's cache: {@code $BIGSWEEP_CACHE}, else {@code
   * $XDG_CACHE_HOME/bigsweep}, else {@code ~/.cache/bigsweep}.
   */
  public static DatasetCatalog standard() {
    return STANDARD;
  }

  /** The names that need no folder. */
  public List<String> names() {
    return Stream.concat(
            known.stream().map(PublishedDataset::name), Stream.of(SyntheticDataset.NAME))
        .toList();
  }

  /**
   * The dataset of that name or folder; a published one is fetched into the cache first if it is
   * not there.
   *
   * @throws InvalidParameterException if there is no such name or folder
   * @throws DatasetException if it cannot be fetched or its files are not what they should be
   */
  public Dataset load(String name, FetchListener listener) {
    Optional<PublishedDataset> published = find(name);
    if (published.isPresent()) {
      return cache.load(published.get(), listener);
    }
    return name.equals(SyntheticDataset.NAME)
        ? SyntheticDataset.create()
        : new IdxFolder(folder(name)).read(name);
  }

  /**
   * The dataset of that name from a folder of the user's choice, which neither cache nor sources
   * stand in for; a published name insists on the published files.
   *
   * @throws DatasetException if the folder's files are not what they should be
   */
  public Dataset loadFrom(String name, Path folder) {
    IdxFolder files = new IdxFolder(folder);
    return find(name).map(files::read).orElseGet(() -> files.read(name));
  }

  /** Whether the dataset of that name or folder can be had without fetching it. */
  public boolean isPresent(String name) {
    return find(name)
        .map(cache::holds)
        .orElseGet(
            () -> name.equals(SyntheticDataset.NAME) || new IdxFolder(folder(name)).isComplete());
  }

  /** Where a published dataset is kept; empty for others. */
  public Optional<Path> cacheFolder(String name) {
    return find(name).map(cache::folder);
  }

  private Optional<PublishedDataset> find(String name) {
    return known.stream().filter(d -> d.name().equals(name)).findFirst();
  }

  private Path folder(String name) {
    try {
      Path folder = Path.of(name);
      if (!name.isBlank() && Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw unknown(name);
    }
    throw unknown(name);
  }

  private InvalidParameterException unknown(String name) {
    String nearest =
        name.contains("/") || name.contains(File.separator) ? "" : NearestName.hint(name, names());
    return new InvalidParameterException(
        UserException.sentence(
                "dataset", name, String.join(", ", names()) + ", or a folder with an IDX dataset")
            + nearest);
  }
}
