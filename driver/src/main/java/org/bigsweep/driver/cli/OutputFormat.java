package org.bigsweep.driver.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.AnswerTable.Row;
import org.bigsweep.util.UserException;

/** A format in which commands answer. */
enum OutputFormat {
  /** Aligned columns; numbers to 5 significant digits, and the points of a column aligned. */
  TEXT {
    @Override
    void print(AnswerTable table, PrintWriter out) {
      List<List<Object>> values = table.values();
      List<List<String>> lines = new ArrayList<>();
      lines.add(table.columns().stream().map(PlainText::cell).toList());
      int[] decimals = new int[table.columns().size()];
      for (int c = 0; c < decimals.length; c++) {
        int column = c;
        decimals[c] = decimals(values.stream().map(row -> row.get(column)).toList());
      }
      for (List<Object> row : values) {
        List<String> line = new ArrayList<>();
        for (int c = 0; c < decimals.length; c++) {
          line.add(rounded(row.get(c), decimals[c]));
        }
        lines.add(line);
      }
      int[] widths = new int[table.columns().size()];
      lines.forEach(
          line -> {
            for (int c = 0; c < widths.length; c++) {
              widths[c] = Math.max(widths[c], line.get(c).codePointCount(0, line.get(c).length()));
            }
          });
      boolean[] numeric = new boolean[widths.length];
      for (int c = 0; c < widths.length; c++) {
        int column = c;
        numeric[c] =
            values.stream().map(row -> value(row.get(column))).anyMatch(Number.class::isInstance);
      }
      lines.forEach(line -> out.println(aligned(line, widths, numeric)));
    }
  },
  /**
   * RFC 4180 with a header line; numbers in full, absent values empty. Text that a spreadsheet
   * would take for a formula begins with an apostrophe.
   */
  CSV {
    @Override
    void print(AnswerTable table, PrintWriter out) {
      out.println(String.join(",", table.columns().stream().map(OutputFormat::quoted).toList()));
      table.forEach(
          row ->
              out.println(
                  String.join(",", row.values().stream().map(v -> quoted(inert(v))).toList())));
    }
  },
  /** An array of objects, one per line; numbers in full. */
  JSON {
    @Override
    void print(AnswerTable table, PrintWriter out) {
      out.print("[");
      String separator = "\n";
      for (Row row : table) {
        out.print(separator + json(object(row)));
        separator = ",\n";
      }
      out.println("\n]");
    }
  },
  /** The Arrow IPC file format. It is binary, so it is written to files only. */
  ARROW {
    @Override
    void print(AnswerTable table, PrintWriter out) {
      throw UserException.invalid("--format", "arrow", "text, csv or json");
    }
  };

  /** Loaded with the first value in JSON: half of the classes of {@code --help} would be its. */
  private static final class Json {
    private static final ObjectMapper WRITER =
        new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  }

  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final MathContext DIGITS = new MathContext(5);
  private static final int MOST_DECIMALS = 5;
  private static final double SMALLEST_PADDED = 1e-4;
  private static final double LARGEST_PADDED = 1e5;

  abstract void print(AnswerTable table, PrintWriter out);

  /** All rows as values that {@link #json} takes. */
  static List<Map<String, Object>> objects(AnswerTable table) {
    List<Map<String, Object>> objects = new ArrayList<>();
    table.forEach(row -> objects.add(object(row)));
    return objects;
  }

  private static Map<String, Object> object(Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int c = 0; c < row.values().size(); c++) {
      object.put(row.columns().get(c), value(row.values().get(c)));
    }
    return object;
  }

  /** One value as JSON; a number that JSON does not know becomes a string. */
  static String json(Object value) {
    try {
      return Json.WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String aligned(List<String> line, int[] widths, boolean[] numeric) {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String value = line.get(c);
      String pad = " ".repeat(widths[c] - value.codePointCount(0, value.length()));
      text.append(c == 0 ? "" : "  ").append(numeric[c] ? pad + value : value + pad);
    }
    return text.toString().stripTrailing();
  }

  /**
   * The number of decimals to which a column's numbers are padded; 0 to leave the column as it is.
   */
  private static int decimals(List<Object> cells) {
    int most = 0;
    for (Object cell : cells) {
      if (value(cell) instanceof Double number && Double.isFinite(number) && number != 0) {
        if (Math.abs(number) < SMALLEST_PADDED || Math.abs(number) >= LARGEST_PADDED) {
          return 0;
        }
        most = Math.max(most, shortened(number).scale());
      }
    }
    return Math.min(most, MOST_DECIMALS);
  }

  private static BigDecimal shortened(double number) {
    return new BigDecimal(number).round(DIGITS).stripTrailingZeros();
  }

  private static String rounded(Object cell, int decimals) {
    Object value = value(cell);
    if (value instanceof Double number && Double.isFinite(number)) {
      BigDecimal shortened = shortened(number);
      if (decimals > 0) {
        return shortened.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
      }
      boolean plain = shortened.signum() == 0 || Math.abs(Math.log10(Math.abs(number))) < 7;
      return plain ? shortened.toPlainString() : shortened.toString();
    }
    return PlainText.cell(full(cell));
  }

  private static String full(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("")
        : value.toString();
  }

  /** A cell's text in a form that no spreadsheet computes or runs. Numbers stay as they are. */
  private static String inert(Object cell) {
    String text = full(cell);
    boolean formula =
        value(cell) instanceof CharSequence
            && FORMULA.matcher(text).lookingAt()
            && !NUMBER.matcher(text).matches();
    return formula ? "'" + text : text;
  }

  private static Object value(Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  private static String quoted(String field) {
    return field.matches("(?s).*[\",\r\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
