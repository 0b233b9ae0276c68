package org.bigsweep.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;

/**
 * The files of one group, as a listing of the folder shows them.
 *
 * @param files by table; the group is committed if there is one of {@code trials}
 */
record GroupFiles(GroupName name, Map<Table<?>, FileStatus> files) {
  /** The tables in the order in which their files are published. */
  static final List<Table<?>> TABLES = List.of(Table.EPOCHS, Table.LAYERS, Table.TRIALS);

  /** Footer entry of a file that holds the rows of others: their names, joined by blanks. */
  static final String MERGED = "bigsweep.merged";

  GroupFiles {
    files = Map.copyOf(files);
  }

  /** Every group that has a file in any of its tables, by name. */
  static List<GroupFiles> all(ResultsFolder folder) {
    Map<GroupName, Map<Table<?>, FileStatus>> found = new TreeMap<>();
    for (Table<?> table : TABLES) {
      for (FileStatus file : folder.files(table)) {
        found.computeIfAbsent(GroupName.of(file), name -> new HashMap<>()).put(table, file);
      }
    }
    List<GroupFiles> groups = new ArrayList<>();
    found.forEach((name, files) -> groups.add(new GroupFiles(name, files)));
    return groups;
  }

  Optional<FileStatus> file(Table<?> table) {
    return Optional.ofNullable(files.get(table));
  }

  boolean isCommitted() {
    return files.containsKey(Table.TRIALS);
  }

  /** Bytes of all its files. */
  long size() {
    return files.values().stream().mapToLong(FileStatus::getLen).sum();
  }

  /** The files in an order in which they can be taken away: the commit marker first. */
  List<FileStatus> markerFirst() {
    List<FileStatus> ordered = new ArrayList<>();
    for (int t = TABLES.size() - 1; t >= 0; t--) {
      file(TABLES.get(t)).ifPresent(ordered::add);
    }
    return ordered;
  }

  /** The names of the files whose rows a file holds. */
  static Set<String> merged(ResultsFolder folder, FileStatus file, Table<?> table) {
    String names =
        new TableFile<>(folder.fileSystem(), file, table.schema(), table.model())
            .notes()
            .getOrDefault(MERGED, "");
    return names.isEmpty() ? Set.of() : new HashSet<>(List.of(names.split(" ")));
  }
}
