# Prints each CSV file of a folder as R reads it: a line per column, with view, name, type and values,
# separated by characters that no value has.
folder <- commandArgs(trailingOnly = TRUE)[1]
for (file in list.files(folder, pattern = "\\.csv$")) {
  frame <- read.csv(file.path(folder, file), check.names = FALSE, na.strings = "", encoding = "UTF-8")
  for (name in names(frame)) {
    column <- frame[[name]]
    values <- if (is.double(column)) sprintf("%.17g", column) else as.character(column)
    values[is.na(column) & !is.nan(column)] <- "\002"
    cat(sub("\\.csv$", "", file), name, class(column), values, sep = "\001")
    cat("\003")
  }
}
