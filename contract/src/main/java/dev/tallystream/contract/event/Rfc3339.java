package dev.tallystream.contract.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** RFC 3339 timestamps as CloudEvents wants them: an offset always, years 0001 to 9999, up to nine decimals. */
public final class Rfc3339 {
    private static final int SHORTEST = "2026-11-22T10:15:30Z".length();
    private static final int SECONDS_END = 19;
    private static final int MAX_DECIMALS = 9;
    private static final int NO_NUMBER = -1;

    private Rfc3339() {}

    /** The instant, or empty where the text is none. */
    public static Optional<Instant> parse(String text) {
        if (text.length() < SHORTEST || !hasShape(text)) {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (year < 1 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) {
            return Optional.empty();
        }
        int at = SECONDS_END;
        int nanos = 0;
        if (text.charAt(at) == '.') {
            int start = ++at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            int decimals = at - start;
            if (decimals == 0 || decimals > MAX_DECIMALS) {
                return Optional.empty();
            }
            nanos = number(text, start, at);
            for (int i = decimals; i < MAX_DECIMALS; i++) {
                nanos *= 10;
            }
        }
        try {
            ZoneOffset offset = offset(text.substring(at));
            return Optional.of(LocalDateTime.of(year, month, day, hour, minute, second, nanos)
                    .toInstant(offset));
        } catch (DateTimeException noSuchMoment) {
            return Optional.empty();
        }
    }

    private static boolean hasShape(String text) {
        char separator = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (separator == 'T' || separator == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static ZoneOffset offset(String text) {
        if (text.equals("Z") || text.equals("z")) {
            return ZoneOffset.UTC;
        }
        boolean shaped =
                text.length() == 6 && (text.charAt(0) == '+' || text.charAt(0) == '-') && text.charAt(3) == ':';
        if (!shaped) {
            throw new DateTimeException("an offset must be Z or +hh:mm");
        }
        int hours = number(text, 1, 3);
        int minutes = number(text, 4, 6);
        if (hours < 0 || minutes < 0 || minutes > 59) {
            throw new DateTimeException("an offset must be Z or +hh:mm");
        }
        int sign = text.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private static int number(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
