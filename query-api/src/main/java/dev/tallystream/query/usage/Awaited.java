package dev.tallystream.query.usage;

import dev.tallystream.contract.topic.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position that an answer should have reached, and how long to wait until it has. */
public record Awaited(Position position, Duration patience) {
    /** How long to wait where nothing is said; freshness is a fraction of it while nothing is wrong. */
    static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(1);

    /** The longest wait: well within the 30 s after which an idle connection is closed. */
    static final Duration MAX_PATIENCE = Duration.ofSeconds(10);

    private static final Pattern POSITION = Pattern.compile("(0|[1-9][0-9]{0,8}):(0|[1-9][0-9]{0,17})");
    private static final Pattern MILLIS = Pattern.compile("0|[1-9][0-9]{0,4}");

    static Optional<Position> position(String text) {
        Matcher parts = POSITION.matcher(text);
        return parts.matches()
                ? Optional.of(new Position(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    static Optional<Duration> patience(String text) {
        return Optional.of(text)
                .filter(MILLIS.asMatchPredicate())
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)))
                .filter(patience -> patience.compareTo(MAX_PATIENCE) <= 0);
    }
}
