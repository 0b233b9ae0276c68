package org.bigsweep.engine.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with the four files of a dataset under their standard names, plain or gzip. */
final class IdxFolder {
  /** Labels are kept as signed bytes. */
  private static final int MAX_CLASSES = 128;

  private final Path folder;

  IdxFolder(Path folder) {
    this.folder = folder;
  }

  /** Where a file is: the plain one if there are both. */
  Optional<Path> find(DatasetFile file) {
    return Stream.of(file.fileName(), file.compressedName())
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  boolean isComplete() {
    return Arrays.stream(DatasetFile.values()).allMatch(f -> find(f).isPresent());
  }

  /** Reads a dataset with as many classes as its training labels tell. */
  Dataset read(String name) {
    Map<DatasetFile, IdxFile> files = readFiles();
    int classes = 1 + checkLabels(files.get(DatasetFile.TRAINING_LABELS), MAX_CLASSES);
    if (classes < 2) {
      throw new DatasetException(
          "Invalid dataset " + folder + ": 1 class (must be at least 2 in the training labels)");
    }
    return assemble(name, classes, files);
  }

  /** Reads a published dataset and insists on its checksums. */
  Dataset read(PublishedDataset known) {
    Map<DatasetFile, IdxFile> files = readFiles();
    files.forEach(
        (kind, file) -> {
          if (!file.sha256().equals(known.sha256(kind))) {
            throw new DatasetException(
                "Invalid %s file %s: SHA-256 %s (must be %s)"
                    .formatted(known.name(), file.path(), file.sha256(), known.sha256(kind)));
          }
        });
    return assemble(known.name(), known.classes(), files);
  }

  private Map<DatasetFile, IdxFile> readFiles() {
    Map<DatasetFile, IdxFile> files = new EnumMap<>(DatasetFile.class);
    for (DatasetFile file : DatasetFile.values()) {
      files.put(file, IdxFile.read(find(file).orElseThrow(() -> missing(file)), file));
    }
    return files;
  }

  private Dataset assemble(String name, int classes, Map<DatasetFile, IdxFile> files) {
    IdxFile training = files.get(DatasetFile.TRAINING_IMAGES);
    IdxFile test = files.get(DatasetFile.TEST_IMAGES);
    if (training.rows() != test.rows() || training.columns() != test.columns()) {
      throw new DatasetException(
          "Invalid IDX file %s: images of %d × %d pixels (must be %d × %d as in %s)"
              .formatted(
                  test.path(),
                  test.rows(),
                  test.columns(),
                  training.rows(),
                  training.columns(),
                  training.path()));
    }
    List<String> checksums = files.values().stream().map(IdxFile::sha256).toList();
    return new Dataset(
        name,
        Checksum.ofDataset(checksums),
        classes,
        pair(training, files.get(DatasetFile.TRAINING_LABELS), classes),
        pair(test, files.get(DatasetFile.TEST_LABELS), classes));
  }

  private static LabelledImages pair(IdxFile images, IdxFile labels, int classes) {
    if (images.count() != labels.count()) {
      throw new DatasetException(
          "Invalid IDX file %s: %d labels (must be %d, one per image of %s)"
              .formatted(labels.path(), labels.count(), images.count(), images.path()));
    }
    checkLabels(labels, classes);
    return new LabelledImages(images.pixelsPerImage(), images.data(), labels.data());
  }

  /** The largest label. */
  private static int checkLabels(IdxFile file, int classes) {
    byte[] labels = file.data();
    int largest = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = Byte.toUnsignedInt(labels[i]);
      if (label >= classes) {
        throw new DatasetException(
            "Invalid IDX file %s: label %d of image %d (must be 0 to %d)"
                .formatted(file.path(), label, i, classes - 1));
      }
      largest = Math.max(largest, label);
    }
    return largest;
  }

  private DatasetException missing(DatasetFile file) {
    return new DatasetException(
        "Cannot read dataset %s: no %s or %s in it"
            .formatted(folder, file.fileName(), file.compressedName()));
  }
}
