package org.bigsweep.engine.data;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/**
 * Explains in plain words why a dataset could not be read or fetched. Many exceptions have only a
 * bare name as their message.
 */
final class DatasetReason {
  private DatasetReason() {}

  static String of(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    }
    if (e instanceof FileAlreadyExistsException file) {
      return "not a folder: " + file.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "permission denied: " + denied.getFile();
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason() + ": " + other.getFile();
    }
    if (e instanceof UnknownHostException) {
      return "unknown host " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (e instanceof EOFException) {
      return "the compressed data end too early";
    }
    if (e instanceof ZipException) {
      return "the compressed data are corrupt";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e);
  }

  private static String oneLine(Exception e) {
    boolean speaksForItself = e instanceof IOException || e instanceof DatasetException;
    String message = e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    return speaksForItself ? message : e.getClass().getSimpleName() + " " + message;
  }
}
