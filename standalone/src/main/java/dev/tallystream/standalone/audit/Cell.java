package dev.tallystream.standalone.audit;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One cell of one table.
 *
 * @param start the first date of its period, in days since 1970-01-01
 * @param first the member, or the hour; null where it belongs to none
 * @param second the other member of a crossing
 */
public record Cell(
        Table table,
        String organization,
        long start,
        Part part,
        @Nullable String first,
        @Nullable String second) {
    /** The tables. */
    public enum Table {
        /** Totals by the hour. */
        HOURLY,
        /** Days. */
        DAILY,
        /** Weeks. */
        WEEKLY,
        /** Months. */
        MONTHLY,
        /** Quarters. */
        QUARTERLY;

        /** The table as exports spell it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What of its period a cell sums up. */
    public enum Part {
        /** The whole. */
        TOTAL,
        /** One hour of the whole. */
        HOUR,
        /** One feature's. */
        FEATURE,
        /** One team's. */
        TEAM,
        /** One user's. */
        USER,
        /** One feature's in one team. */
        TEAM_FEATURE,
        /** One user's in one team. */
        TEAM_USER,
        /** One feature's of one user. */
        USER_FEATURE
    }

    /** Where the user stands in it. */
    boolean firstIsUser() {
        return part == Part.USER || part == Part.USER_FEATURE;
    }

    boolean secondIsUser() {
        return part == Part.TEAM_USER;
    }

    /** The cell for people; whoever calls decides what stands for a user. */
    String describe(UserNames users) {
        String one = name(first, firstIsUser(), users);
        String period = table.wireName() + " " + LocalDate.ofEpochDay(start);
        String member = switch (part) {
            case TOTAL -> "total";
            case HOUR -> "hour " + first;
            case FEATURE -> "feature " + one;
            case TEAM -> "team " + one;
            case USER -> "user " + one;
            case TEAM_FEATURE -> "team " + one + ", feature " + name(second, false, users);
            case TEAM_USER -> "team " + one + ", user " + name(second, true, users);
            case USER_FEATURE -> "user " + one + ", feature " + name(second, false, users);
        };
        return organization + ", " + period + ", " + member;
    }

    private String name(@Nullable String member, boolean isUser, UserNames users) {
        if (member == null) {
            return "unattributed";
        }
        return isUser ? users.standIn(organization, member) : member;
    }

    /** What stands for a user where people read. */
    @FunctionalInterface
    interface UserNames {
        /** Never the id in the clear. */
        String standIn(String organization, String user);
    }
}
