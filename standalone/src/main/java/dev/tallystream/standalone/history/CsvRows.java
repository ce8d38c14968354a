package dev.tallystream.standalone.history;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.event.OutgoingEvent;
import dev.tallystream.standalone.event.UsedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file as usage events. */
final class CsvRows implements HistoryFile.Rows {
    private static final CSVFormat CSV = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreSurroundingSpaces(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();

    private final Path path;
    private final ContentHash hash;
    private final CsvFormat format;
    private final CSVParser parser;
    private final RowLimit limit;
    private final Iterator<CSVRecord> records;
    private long number;
    private long line;

    private CsvRows(Path path, ContentHash hash, CsvFormat format, CSVParser parser, RowLimit limit) {
        this.path = path;
        this.hash = hash;
        this.format = format;
        this.parser = parser;
        this.limit = limit;
        this.records = parser.iterator();
        this.line = parser.getCurrentLineNumber();
    }

    static CsvRows open(Path path, ContentHash hash, CsvFormat format) throws IOException {
        RowLimit limit = new RowLimit(Files.newBufferedReader(path, StandardCharsets.UTF_8));
        try {
            limit.skipByteOrderMark();
            CSVParser parser =
                    CSVParser.builder().setReader(limit).setFormat(CSV).get();
            return new CsvRows(path, hash, format, parser, limit);
        } catch (IllegalArgumentException badHeader) {
            limit.close();
            throw new CommandFailure(
                    "The header of " + path + " names a column twice or leaves one without a name.", badHeader);
        } catch (IOException e) {
            limit.close();
            throw notCsv(path, 1, e);
        }
    }

    List<String> header() {
        return parser.getHeaderNames();
    }

    @Override
    public Optional<HistoryRow> next() {
        CSVRecord row;
        try {
            limit.startRow();
            if (!records.hasNext()) {
                return Optional.empty();
            }
            row = records.next();
        } catch (UncheckedIOException e) {
            throw notCsv(path, line + 1, e);
        }
        number++;
        line = parser.getCurrentLineNumber();
        return Optional.of(toHistoryRow(row));
    }

    private static CommandFailure notCsv(Path path, long line, Exception cause) {
        return new CommandFailure(
                "The file " + path + " is no CSV in UTF-8 from about line " + line
                        + " on: a quote that is not closed, or a byte that is no UTF-8.",
                cause);
    }

    private HistoryRow toHistoryRow(CSVRecord row) {
        if (!row.isConsistent()) {
            return new HistoryRow.Bad(
                    line,
                    "malformed-row",
                    "The row has " + row.size() + " values, the header " + header().size() + ".");
        }
        Optional<Instant> time = RowTime.parse(row.get(format.time()));
        if (time.isEmpty()) {
            return HistoryRow.Bad.of(line, Refusal.INVALID_TIME);
        }
        Optional<Credits> credits = credits(row);
        if (credits.isEmpty()) {
            return HistoryRow.Bad.of(line, Refusal.INVALID_CREDITS);
        }
        if (credits.get().compareTo(Credits.MAX_PER_EVENT) > 0) {
            return HistoryRow.Bad.of(line, Refusal.CREDITS_TOO_LARGE);
        }
        try {
            return new HistoryRow.Sendable(
                    line,
                    new HistoryRow.Destination(format.organization(), hash.backfill()),
                    toUsage(row, time.get(), credits.get()).toJson());
        } catch (IllegalArgumentException badId) {
            return HistoryRow.Bad.of(line, Refusal.INVALID_ID);
        }
    }

    private OutgoingEvent.Usage toUsage(CSVRecord row, Instant time, Credits credits) {
        String rowText = Long.toString(number);
        String user = idFrom(format.users(), row, rowText);
        // A user stays in one team, so the team is drawn from the user where there is one.
        String team = idFrom(format.teams(), row, user == null ? rowText : user);
        return new OutgoingEvent.Usage(
                format.organization(),
                hash.row(number),
                time,
                hash.backfill(),
                format.feature(),
                team == null ? null : new TeamId(team),
                user == null ? new UsedBy.UnnamedMember() : new UsedBy.Member(new UserId(user)),
                credits);
    }

    private static @Nullable String idFrom(Assignment assignment, CSVRecord row, String drawnFrom) {
        return switch (assignment) {
            case Assignment.None() -> null;
            case Assignment.Column(var name) -> row.get(name).isEmpty() ? null : row.get(name);
            case Assignment.Spread spread -> spread.idFor(drawnFrom);
        };
    }

    private Optional<Credits> credits(CSVRecord row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String column : format.credits().columns()) {
            Optional<BigDecimal> value = CreditFormula.decimal(row.get(column));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(value.get());
        }
        return format.credits().credits(sum);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
