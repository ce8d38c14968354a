package dev.tallystream.standalone.history;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Patience;
import dev.tallystream.standalone.Progress;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.event.OutgoingEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Imports files of history, each once and for ever: its events take their identities from its content, so importing it
 * again adds nothing, and an import that broke off is completed by starting it again.
 */
final class HistoryImport {
    private final HistoryServer server;
    private final Patience patience;
    private final Terminal terminal;

    HistoryImport(HistoryServer server, Patience patience, Terminal terminal) {
        this.server = server;
        this.patience = patience;
        this.terminal = terminal;
    }

    private record Checked(HistoryFile file, long rows, BadRows bad) {
        long sendable() {
            return rows - bad.count();
        }
    }

    /**
     * Reads every file through before anything is sent, then sends one after another.
     *
     * @param done hears of every file as soon as it is in
     * @throws CommandFailure where a file cannot be read or the server does not take the events
     */
    List<FileSummary> run(List<HistoryFile> files, Consumer<FileSummary> done) {
        List<Checked> checked = files.stream().map(this::check).toList();
        return checked.stream().map(this::load).peek(done).toList();
    }

    private Checked check(HistoryFile file) {
        BadRows bad = new BadRows();
        long rows = 0;
        try (HistoryFile.Rows reader = file.open()) {
            for (Optional<HistoryRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                rows++;
                if (row.get() instanceof HistoryRow.Bad badRow) {
                    bad.add(badRow);
                }
            }
        } catch (IOException e) {
            throw HistoryFile.unreadable(file.path(), e);
        }
        report(file, bad);
        return new Checked(file, rows, bad);
    }

    private FileSummary load(Checked checked) {
        HistoryFile file = checked.file();
        Instant start = terminal.clock().instant();
        Counting counting = new Counting(server, patience);
        BadRows refused = new BadRows();
        send(checked, counting, refused);
        report(file, refused);
        close(file, counting);
        Counting.Outcome outcome = counting.await();
        Duration duration = Duration.between(start, terminal.clock().instant());
        return new FileSummary(
                file.path(),
                file.hash().backfill().value(),
                checked.rows(),
                outcome,
                checked.bad().plus(refused),
                duration);
    }

    private void send(Checked checked, Counting counting, BadRows refused) {
        try (HistoryFile.Rows reader = checked.file().open();
                Progress progress = terminal.progress("rows", checked.sendable());
                Pipeline pipeline = new Pipeline(server, (rows, answer) -> {
                    settle(rows, answer, counting, refused);
                    progress.advance(rows.size());
                })) {
            Batch batch = new Batch();
            for (Optional<HistoryRow> row = reader.next(); row.isPresent(); row = reader.next()) {
                if (row.get() instanceof HistoryRow.Sendable sendable) {
                    counting.expect(sendable.destination());
                    if (!batch.fits(sendable)) {
                        pipeline.send(batch);
                        batch = new Batch();
                    }
                    batch.add(sendable);
                }
            }
            pipeline.send(batch);
            pipeline.drain();
        } catch (IOException e) {
            throw HistoryFile.unreadable(checked.file().path(), e);
        }
    }

    private static void settle(
            List<HistoryRow.Sendable> rows, List<HistoryServer.Refused> answer, Counting counting, BadRows refused) {
        Set<Integer> refusedAt = new HashSet<>();
        for (HistoryServer.Refused event : answer) {
            refusedAt.add(event.index());
            refused.add(new HistoryRow.Bad(rows.get(event.index()).line(), event.reason(), event.detail()));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!refusedAt.contains(i)) {
                counting.stored(rows.get(i).destination());
            }
        }
    }

    /** Only the backfill that is the file's own: one that an event brought along is its publisher's to close. */
    private void close(HistoryFile file, Counting counting) {
        for (HistoryRow.Destination destination : counting.destinations()) {
            if (destination.backfill().equals(file.hash().backfill()) && counting.isUsed(destination)) {
                OrganizationId organization = destination.organization();
                OutgoingEvent closing = new OutgoingEvent.BackfillClosed(
                        organization, file.hash().closing(), file.hash().backfill());
                List<HistoryServer.Refused> refused = server.send(Batch.toJson(List.of(closing.toJson())), 1);
                if (!refused.isEmpty()) {
                    throw new CommandFailure("The history of %s in %s cannot be closed: %s"
                            .formatted(
                                    organization,
                                    file.path(),
                                    refused.getFirst().detail()));
                }
                counting.closing(destination);
            }
        }
    }

    private void report(HistoryFile file, BadRows bad) {
        for (HistoryRow.Bad row : bad.first()) {
            terminal.line("%s line %d: %s (%s)".formatted(file.path(), row.line(), row.detail(), row.reason()));
        }
        long more = bad.count() - bad.first().size();
        if (more > 0) {
            terminal.line(String.format(Locale.ROOT, "%s: %,d more rows like these.", file.path(), more));
        }
    }
}
