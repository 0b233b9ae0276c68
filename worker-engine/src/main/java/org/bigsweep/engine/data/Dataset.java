package org.bigsweep.engine.data;

import java.io.Serializable;

/**
 * A dataset as it is in its files. It is small enough to broadcast.
 *
 * @param name as in sweep files
 * @param sha256 SHA-256, in hexadecimal, over the checksums of the uncompressed files; part of
 *     every trial's id
 * @param classes number of classes
 * @param training the training file
 * @param test the test file
 */
public record Dataset(
    String name, String sha256, int classes, LabelledImages training, LabelledImages test)
    implements Serializable {}
