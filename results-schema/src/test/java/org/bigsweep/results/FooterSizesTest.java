package org.bigsweep.results;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet takes as much memory as a footer states: absurd sizes are told before. */
class FooterSizesTest {
  private static final long TERABYTE = 1L << 40;
  private static final int TAIL = 8;

  @TempDir private Path directory;

  @Test
  void read_chunkLargerThanTheFile_isDamage() throws IOException {
    assertRefused(
        group -> group.getColumns().get(0).getMeta_data().setTotal_compressed_size(TERABYTE));
  }

  @Test
  void read_chunkBehindTheEndOfTheFile_isDamage() throws IOException {
    assertRefused(group -> group.getColumns().get(0).getMeta_data().setData_page_offset(TERABYTE));
  }

  @Test
  void read_rowGroupThatNoMemoryHolds_isDamage() throws IOException {
    assertRefused(group -> group.setTotal_byte_size(TERABYTE));
    assertRefused(
        group -> group.getColumns().get(0).getMeta_data().setTotal_uncompressed_size(TERABYTE));
  }

  private void assertRefused(Consumer<RowGroup> lie) throws IOException {
    ResultsFolder folder = ResultsFolder.at(directory.toString(), new Configuration());
    new ResultsWriter(folder).publish(SampleRows.group("a"));
    Path file;
    try (Stream<Path> files = Files.list(directory.resolve("trials"))) {
      file = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
    int start = whole.length - TAIL - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(whole, start, length));
    footer.getRow_groups().forEach(lie);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(whole, 0, start);
    Util.writeFileMetaData(footer, bytes);
    byte[] size =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(bytes.size() - start)
            .array();
    bytes.write(size);
    bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, bytes.toByteArray());

    assertThatThrownBy(() -> new ResultsReader(folder).read(Table.TRIALS).toList())
        .isInstanceOf(ResultsException.class)
        .hasMessageEndingWith("its footer states sizes that cannot be");
  }
}
