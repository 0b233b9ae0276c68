package org.bigsweep.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A listed file in the form that Parquet reads. It is read through the very file system that listed
 * it.
 */
record StoredFile(FileSystem fileSystem, FileStatus status) implements InputFile {
  private static final String MAGIC = "PAR1";
  private static final int SMALLEST = 12;

  @Override
  public long getLength() {
    return status.getLen();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return HadoopStreams.wrap(fileSystem.open(status.getPath()));
  }

  /** What is wrong with the file's ends, in plain words; empty if they are a Parquet file's. */
  Optional<String> damage() throws IOException {
    if (status.getLen() == 0) {
      return Optional.of("it is empty");
    }
    if (status.getLen() < SMALLEST) {
      return Optional.of("it is not a Parquet file");
    }
    try (FSDataInputStream in = fileSystem.open(status.getPath())) {
      if (!magicAt(in, 0)) {
        return Optional.of("it is not a Parquet file");
      }
      if (!magicAt(in, status.getLen() - MAGIC.length())) {
        return Optional.of("it is cut short: its footer is missing");
      }
      return Optional.empty();
    }
  }

  private static boolean magicAt(FSDataInputStream in, long position) throws IOException {
    byte[] found = new byte[MAGIC.length()];
    in.readFully(position, found);
    return new String(found, StandardCharsets.US_ASCII).equals(MAGIC);
  }
}
