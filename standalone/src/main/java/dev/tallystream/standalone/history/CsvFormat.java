package dev.tallystream.standalone.history;

import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * CSV with a header, in UTF-8: one row, one usage event.
 *
 * @param time the column with the moment; see {@link RowTime}
 * @param credits the columns that add up to the credits, and the scale
 */
record CsvFormat(
        OrganizationId organization,
        FeatureId feature,
        String time,
        CreditFormula credits,
        Assignment users,
        Assignment teams)
        implements HistoryFile.Format {
    @Override
    public HistoryFile.Rows open(Path path, ContentHash hash) throws IOException {
        CsvRows rows = CsvRows.open(path, hash, this);
        if (rows.header().isEmpty()) {
            rows.close();
            throw new CommandFailure("The file " + path + " has no header.");
        }
        Set<String> missing = new TreeSet<>(columns());
        missing.removeAll(rows.header());
        if (!missing.isEmpty()) {
            rows.close();
            throw new CommandFailure("The file " + path + " has no column " + String.join(", ", missing)
                    + "; its header is " + String.join(", ", rows.header()) + ".");
        }
        return rows;
    }

    private List<String> columns() {
        return Stream.of(Stream.of(time), credits.columns().stream(), nameOf(users), nameOf(teams))
                .flatMap(names -> names)
                .toList();
    }

    private static Stream<String> nameOf(Assignment assignment) {
        return switch (assignment) {
            case Assignment.Column(var name) -> Stream.of(name);
            case Assignment.None none -> Stream.empty();
            case Assignment.Spread spread -> Stream.empty();
        };
    }
}
