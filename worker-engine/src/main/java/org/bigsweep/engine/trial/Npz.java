package org.bigsweep.engine.trial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bigsweep.engine.kernel.Matrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters as NumPy's {@code .npz}: a zip of one {@code .npy} array per name, float32, weights
 * shaped [inputs, outputs].
 */
final class Npz {
  private static final String SUFFIX = ".npy";

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

  /** The elements of every array, row by row, by name. */
  static Map<String, float[]> read(byte[] npz) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        try (INDArray array = Nd4j.createNpyFromByteArray(zip.readAllBytes())) {
          arrays.put(
              name.substring(0, name.length() - SUFFIX.length()), array.dup('c').data().asFloat());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return arrays;
  }
}
