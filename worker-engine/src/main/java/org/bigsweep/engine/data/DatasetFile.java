package org.bigsweep.engine.data;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The four files of a dataset, in the order in which checksums are combined. */
enum DatasetFile {
  TRAINING_IMAGES("train-images-idx3-ubyte"),
  TRAINING_LABELS("train-labels-idx1-ubyte"),
  TEST_IMAGES("t10k-images-idx3-ubyte"),
  TEST_LABELS("t10k-labels-idx1-ubyte");

  private final String fileName;

  DatasetFile(String fileName) {
    this.fileName = fileName;
  }

  /** The file's name when it is not compressed. */
  String fileName() {
    return fileName;
  }

  /** The file's name when it is compressed. */
  String compressedName() {
    return fileName + ".gz";
  }

  boolean holdsImages() {
    return this == TRAINING_IMAGES || this == TEST_IMAGES;
  }

  static String allNames() {
    return Arrays.stream(values()).map(DatasetFile::fileName).collect(Collectors.joining(", "));
  }
}
