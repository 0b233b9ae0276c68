package org.bigsweep.engine.trial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.bigsweep.engine.catalog.Numerics;
import org.bigsweep.results.Epoch;
import org.bigsweep.results.Layer;
import org.bigsweep.util.Sha256;

/**
 * A trial's state at the end of an epoch, and its binary format.
 *
 * <p>Format, big-endian throughout:
 *
 * <pre>
 * magic      16 bytes, "bigsweep state 1"
 * header     trial id, BLAS kernel family (UTF); numerics version (int)
 * progress   pre-training epochs (int), start (ms, long), seconds (double)
 * rows       count (int), then each: length (int), Avro single-object encoding; Epoch, then Layer
 * weights    length (int, −1 for none), the .npz file of the parameters kept so far
 * counters   count (int), then each: name (UTF), value (long)
 * matrices   count (int), then each: name (UTF), rows, cols (int), float32 row by row
 * checksum   32 bytes, SHA-256 of all before
 * </pre>
 *
 * Avro's encoding carries the fingerprint of its schema, so rows of another schema are recognised.
 * A state fits only the same trial, arithmetic and kernel family: with any other, the trial would
 * not have the bits of one that was never stopped.
 *
 * @param pretrained epochs of pre-training done
 * @param started when the trial was first begun
 * @param seconds spent on it
 * @param kept parameters kept so far
 */
record Checkpoint(
    String trialId,
    int pretrained,
    Instant started,
    double seconds,
    List<Epoch> epochs,
    List<Layer> layers,
    Optional<byte[]> kept,
    TrainingState training) {
  private static final byte[] MAGIC = "bigsweep state 1".getBytes(StandardCharsets.US_ASCII);
  private static final int CHECKSUM_BYTES = 32;

  Checkpoint {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }

  /**
   * @param kernel BLAS kernel family that the trial is trained with
   */
  byte[] toBytes(String kernel) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeUTF(trialId);
      out.writeUTF(kernel);
      out.writeInt(Numerics.VERSION);
      out.writeInt(pretrained);
      out.writeLong(started.toEpochMilli());
      out.writeDouble(seconds);
      writeRows(out, epochs, Epoch.getEncoder());
      writeRows(out, layers, Layer.getEncoder());
      out.writeInt(kept.map(k -> k.length).orElse(-1));
      out.write(kept.orElse(new byte[0]));
      writeTraining(out);
      out.write(sha256(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <R> void writeRows(
      DataOutputStream out, List<R> rows, BinaryMessageEncoder<R> encoder) throws IOException {
    out.writeInt(rows.size());
    for (R row : rows) {
      ByteBuffer encoded = encoder.encode(row);
      out.writeInt(encoded.remaining());
      out.write(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.remaining());
    }
  }

  private void writeTraining(DataOutputStream out) throws IOException {
    out.writeInt(training.counters().size());
    for (Map.Entry<String, Long> counter : training.counters().entrySet()) {
      out.writeUTF(counter.getKey());
      out.writeLong(counter.getValue());
    }
    out.writeInt(training.matrices().size());
    for (Map.Entry<String, Npz.Array> matrix : training.matrices().entrySet()) {
      float[] values = matrix.getValue().values();
      ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * values.length);
      floats.asFloatBuffer().put(values);
      out.writeUTF(matrix.getKey());
      out.writeInt((int) matrix.getValue().rows());
      out.writeInt((int) matrix.getValue().cols());
      out.write(floats.array());
    }
  }

  /**
   * The state that {@code bytes} spell.
   *
   * @param trialId the trial that is to continue
   * @param kernel BLAS kernel family of this process
   * @throws CheckpointException if they are damaged, or of another trial, format, arithmetic or
   *     kernel family
   */
  static Checkpoint read(byte[] bytes, String trialId, String kernel) throws CheckpointException {
    int end = bytes.length - CHECKSUM_BYTES;
    check(
        end > MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length),
        "it is no state of this format");
    check(
        Arrays.equals(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length)),
        "it is damaged");
    ByteArrayInputStream body = new ByteArrayInputStream(bytes, MAGIC.length, end - MAGIC.length);
    try (DataInputStream in = new DataInputStream(body)) {
      String owner = in.readUTF();
      check(owner.equals(trialId), "it belongs to trial " + owner);
      String family = in.readUTF();
      check(family.equals(kernel), "it was made by BLAS kernels for " + family + ", not " + kernel);
      int numerics = in.readInt();
      check(numerics == Numerics.VERSION, "it was made by numerics version " + numerics);
      return new Checkpoint(
          trialId,
          in.readInt(),
          Instant.ofEpochMilli(in.readLong()),
          in.readDouble(),
          readRows(in, Epoch.getDecoder()),
          readRows(in, Layer.getDecoder()),
          readKept(in),
          readTraining(in));
    } catch (IOException | AvroRuntimeException e) {
      throw new CheckpointException("it cannot be read: " + e.getMessage());
    }
  }

  private static <R> List<R> readRows(DataInputStream in, BinaryMessageDecoder<R> decoder)
      throws IOException {
    List<R> rows = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      rows.add(decoder.decode(in.readNBytes(within(in, in.readInt()))));
    }
    return rows;
  }

  private static Optional<byte[]> readKept(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length < 0 ? Optional.empty() : Optional.of(in.readNBytes(within(in, length)));
  }

  private static TrainingState readTraining(DataInputStream in) throws IOException {
    Map<String, Long> counters = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      counters.put(in.readUTF(), in.readLong());
    }
    Map<String, Npz.Array> matrices = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      int rows = in.readInt();
      int cols = in.readInt();
      if (rows < 0 || cols < 0) {
        throw new EOFException(name + " is [" + rows + ", " + cols + "]");
      }
      float[] values = new float[within(in, (long) rows * cols * Float.BYTES) / Float.BYTES];
      ByteBuffer.wrap(in.readNBytes(Float.BYTES * values.length)).asFloatBuffer().get(values);
      matrices.put(name, new Npz.Array(rows, cols, values));
    }
    return new TrainingState(matrices, counters);
  }

  /** A stated number of bytes, of which memory is taken only if they are there. */
  private static int within(DataInputStream in, long bytes) throws IOException {
    if (bytes < 0 || bytes > in.available()) {
      throw new EOFException("it states " + bytes + " bytes and has " + in.available());
    }
    return (int) bytes;
  }

  private static void check(boolean fits, String otherwise) throws CheckpointException {
    if (!fits) {
      throw new CheckpointException(otherwise);
    }
  }

  private static byte[] sha256(byte[] bytes, int length) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
