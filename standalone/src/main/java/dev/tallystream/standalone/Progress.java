package dev.tallystream.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a long task is: a bar that redraws itself on a terminal, a plain line now and then elsewhere. Closing it
 * clears the bar. Thread-safe.
 *
 * <pre>
 * [############------------]  50 %  150,000 of 300,000 events  25,000/s  6 s left
 * </pre>
 */
public final class Progress implements AutoCloseable {
    /** Fast enough to look alive, slow enough to cost nothing. */
    private static final Duration REDRAW = Duration.ofMillis(100);

    private static final Duration PLAIN_LINE = Duration.ofSeconds(10);
    private static final int BAR_WIDTH = 24;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int MILLIS_PER_SECOND = 1_000;

    private final Terminal terminal;
    private final String unit;
    private final long total;
    private final Instant start;
    private Instant lastShown;
    private long done;
    private boolean drawn;

    Progress(Terminal terminal, String unit, long total) {
        this.terminal = terminal;
        this.unit = unit;
        this.total = total;
        this.start = terminal.clock().instant();
        this.lastShown = start;
    }

    /** So many more are done. */
    public synchronized void advance(long more) {
        done += more;
        Instant now = terminal.clock().instant();
        Duration silence = Duration.between(lastShown, now);
        if (silence.compareTo(terminal.interactive() ? REDRAW : PLAIN_LINE) >= 0) {
            lastShown = now;
            show(now);
        }
    }

    /** Takes the bar away, so that the next sentence starts on an empty line. */
    @Override
    public synchronized void close() {
        if (drawn) {
            terminal.out().print(CLEAR_LINE);
            terminal.out().flush();
            drawn = false;
        }
    }

    private void show(Instant now) {
        if (terminal.interactive()) {
            terminal.out().print(CLEAR_LINE + bar() + "  " + figures(now));
            terminal.out().flush();
            drawn = true;
        } else {
            terminal.line(figures(now));
        }
    }

    private String bar() {
        int filled = (int) (BAR_WIDTH * share());
        return "[" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "]";
    }

    private String figures(Instant now) {
        long millis = Math.max(1, Duration.between(start, now).toMillis());
        double perMilli = (double) done / millis;
        String left = done == 0 ? "" : "  " + left(Math.round((total - done) / perMilli / MILLIS_PER_SECOND));
        return String.format(
                Locale.ROOT,
                "%3d %%  %,d of %,d %s  %,d/s%s",
                (long) (100 * share()),
                done,
                total,
                unit,
                Math.round(perMilli * MILLIS_PER_SECOND),
                left);
    }

    private static String left(long seconds) {
        if (seconds <= 0) {
            return "almost done";
        }
        Duration left = Duration.ofSeconds(seconds);
        return left.toMinutes() == 0
                ? seconds + " s left"
                : "%d min %d s left".formatted(left.toMinutes(), left.toSecondsPart());
    }

    private double share() {
        return total <= 0 ? 1 : Math.min(1.0, (double) done / total);
    }
}
