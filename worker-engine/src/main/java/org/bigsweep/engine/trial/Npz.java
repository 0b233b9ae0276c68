package org.bigsweep.engine.trial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bigsweep.engine.kernel.Blas;
import org.bigsweep.engine.kernel.Matrix;
import org.bigsweep.engine.param.InvalidParameterException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters as NumPy's {@code .npz}: a zip of one {@code .npy} array per name, float32, weights
 * shaped [inputs, outputs].
 */
final class Npz {
  private static final String SUFFIX = ".npy";

  /** Bytes in which the header of a file of one array ends. */
  private static final int HEAD = 256;

  /** Far more than any network of a trial has. */
  private static final int MOST_BYTES = 1 << 30;

  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
  private static final Pattern TYPE = Pattern.compile("'descr': *'[<>|=]?[a-z](\\d{1,2})'");

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private Npz() {}

  static byte[] write(Map<String, Matrix> parameters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Matrix> parameter : parameters.entrySet()) {
        ZipEntry entry = new ZipEntry(parameter.getKey() + SUFFIX);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(Nd4j.toNpyByteArray(parameter.getValue().toNd4j().dup('c')));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * One array of a file.
   *
   * @param rows 1 for a vector
   * @param values element by element, row by row
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Array(long rows, long cols, float[] values) {
    /** A copy of {@code matrix}. */
    static Array of(Matrix matrix) {
      return new Array(matrix.rows(), matrix.cols(), matrix.toArray());
    }
  }

  /**
   * Every array of one or two dimensions by name, whatever its element type and order; other
   * entries are passed over.
   *
   * @throws InvalidParameterException if {@code npz} is cut short or damaged
   */
  static Map<String, Array> read(byte[] npz) {
    return read(npz, MOST_BYTES);
  }

  /**
   * @param most bytes of all arrays together; a zip of some kilobytes can grow to gigabytes
   */
  static Map<String, Array> read(byte[] npz, int most) {
    Blas.initialize(); // before ND4J loads its libraries
    Map<String, Array> arrays = new LinkedHashMap<>();
    int left = most;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        byte[] npy = zip.readNBytes(left);
        left -= npy.length;
        if (zip.read() >= 0) {
          throw new IOException("it has more than %,d bytes uncompressed".formatted(most));
        }
        if (name.endsWith(SUFFIX) && isNpy(npy)) {
          checkShape(name, npy);
          read(npy, name.substring(0, name.length() - SUFFIX.length()), arrays);
        }
      }
    } catch (IOException e) {
      throw new InvalidParameterException(
          "Cannot read weights: " + e.getMessage() + " (must be an .npz file)");
    }
    return arrays;
  }

  /** ND4J believes the header, and would read on behind the end of the bytes. */
  private static void checkShape(String name, byte[] npy) throws IOException {
    String head = new String(npy, 0, Math.min(npy.length, HEAD), StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(head);
    Matcher type = TYPE.matcher(head);
    if (!shape.find() || !type.find()) {
      throw new IOException(name + " has no header of an array");
    }
    BigInteger bytes = new BigInteger(type.group(1));
    for (String size : shape.group(1).split(",")) {
      bytes = bytes.multiply(size.isBlank() ? BigInteger.ONE : new BigInteger(size.strip()));
    }
    if (bytes.compareTo(BigInteger.valueOf(npy.length)) > 0) {
      throw new IOException(name + " states " + bytes + " bytes and has " + npy.length);
    }
  }

  private static boolean isNpy(byte[] bytes) {
    return bytes.length > MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** ND4J passes over this flag and takes the elements as they lie. */
  private static boolean isFortranOrder(byte[] npy) {
    String head = new String(npy, 0, Math.min(npy.length, HEAD), StandardCharsets.ISO_8859_1);
    return head.contains("'fortran_order': True");
  }

  private static float[] byRows(float[] columns, long rows) {
    int height = Math.toIntExact(rows);
    int width = columns.length / Math.max(1, height);
    float[] values = new float[columns.length];
    for (int k = 0; k < values.length; k++) {
      values[k % height * width + k / height] = columns[k];
    }
    return values;
  }

  private static void read(byte[] npy, String name, Map<String, Array> arrays) {
    try (INDArray array = Nd4j.createNpyFromByteArray(npy)) {
      if (array.rank() == 1 || array.rank() == 2) {
        long cols = array.size(array.rank() - 1);
        long rows = array.rank() == 1 ? 1 : array.size(0);
        float[] values = array.data().asFloat();
        boolean byColumns = isFortranOrder(npy) && array.rank() == 2;
        arrays.put(name, new Array(rows, cols, byColumns ? byRows(values, rows) : values));
      }
    }
  }
}
