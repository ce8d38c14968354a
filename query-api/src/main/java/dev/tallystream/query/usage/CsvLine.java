package dev.tallystream.query.usage;

/** One line of CSV (RFC 4180), made cell by cell. */
final class CsvLine {
    /** What a spreadsheet takes for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final StringBuilder line = new StringBuilder();
    private boolean empty = true;

    /** A text that came from outside; one that would be a formula starts with an apostrophe. */
    CsvLine text(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return cell(quoted(formula ? "'" + text : text));
    }

    /** A number or a word of our own, as it stands in JSON. */
    CsvLine raw(Object value) {
        return cell(value.toString());
    }

    /** An empty cell. */
    CsvLine none() {
        return cell("");
    }

    private CsvLine cell(String cell) {
        if (!empty) {
            line.append(',');
        }
        empty = false;
        line.append(cell);
        return this;
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The line with its end. */
    @Override
    public String toString() {
        return line + "\r\n";
    }
}
