package org.bigsweep.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A folder in which a package of the operating system installs the files. */
record FolderSource(Path folder) implements DataSource {
  @Override
  public String name() {
    return "folder " + folder;
  }

  @Override
  public void fetch(CacheFolder cache, FetchListener listener) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no such folder");
    }
    IdxFolder files = new IdxFolder(folder);
    for (DatasetFile file : cache.missing()) {
      Path path =
          files.find(file).orElseThrow(() -> new NoSuchFileException(file.compressedName()));
      try (InputStream in = Files.newInputStream(path)) {
        cache.accept(file, in);
      }
      long bytes = Files.size(path);
      listener.progressed(file.fileName(), bytes, OptionalLong.of(bytes));
    }
  }
}
