package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Crossing;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;

/**
 * The key of a row in any of the usage tables. Byte order is the order of organization, kind of cell, first date of the
 * period, member; so a breakdown is one range, and the history of a total is one range:
 *
 * <pre>
 * organization    kind  first date   member
 * 00 04 61636D65  00    80 00 51 2A                          acme's total of the period from 2026-10-18
 * 00 04 61636D65  01    80 00 51 2A  01 00 05 61695F…        acme, feature "ai_…"
 * 00 04 61636D65  03    80 00 51 2A  00                      acme, usage of no user
 * 00 04 61636D65  05    80 00 51 2A  01 00 02 7431 00        acme, team "t1", no user
 * 00 04 61636D65  07    80 00 51 2A  0D                      acme, the 14th hour of 2026-10-18
 * </pre>
 */
public record UsageRowKey(OrganizationId organization, Cell cell, LocalDate periodStart) {
    private static final int TOTAL = 0;
    private static final int FEATURE = 1;
    private static final int TEAM = 2;
    private static final int USER = 3;
    private static final int TEAM_FEATURE = 4;
    private static final int TEAM_USER = 5;
    private static final int USER_FEATURE = 6;
    private static final int HOUR = 7;
    static final int KINDS = 8;

    private static final int UNATTRIBUTED = 0;
    private static final int NAMED = 1;

    /** Longer than the UTF-8 of any two ids, so that a bound lies above every member. */
    private static final int LONGER_THAN_ANY_MEMBERS = 2_049;

    /** The key's bytes, as the store and its changelog hold them. */
    public byte[] toBytes() {
        KeyWriter key = prefix(organization, kind(cell), periodStart);
        return switch (cell) {
            case Cell.Total() -> key.toBytes();
            case Cell.Hour(int hour) -> key.int8(hour).toBytes();
            case Cell.Part(Dimension dimension, Member member) ->
                write(key, member).toBytes();
            case Cell.Crossed(Crossing crossing, Member first, Member second) ->
                write(write(key, first), second).toBytes();
        };
    }

    /** Reads a key. */
    public static UsageRowKey fromBytes(byte[] bytes) {
        KeyReader reader = new KeyReader(bytes);
        OrganizationId organization = new OrganizationId(reader.text());
        int kind = reader.int8();
        LocalDate start = LocalDate.ofEpochDay(reader.int32());
        return new UsageRowKey(organization, readCell(kind, reader), start);
    }

    /** The first key of a period's breakdown. */
    static byte[] firstOf(OrganizationId organization, Dimension dimension, LocalDate periodStart) {
        return prefix(organization, kind(dimension), periodStart).toBytes();
    }

    /** A key above the last of a period's breakdown. */
    static byte[] afterLastOf(OrganizationId organization, Dimension dimension, LocalDate periodStart) {
        return prefix(organization, kind(dimension), periodStart).toUpperBound(LONGER_THAN_ANY_MEMBERS);
    }

    /** The first key of a period's crossing, or of one member in it. */
    static byte[] firstOf(Crossing crossing, OrganizationId organization, LocalDate periodStart) {
        return prefix(organization, kind(crossing), periodStart).toBytes();
    }

    /** A key above the last of a period's crossing. */
    static byte[] afterLastOf(Crossing crossing, OrganizationId organization, LocalDate periodStart) {
        return prefix(organization, kind(crossing), periodStart).toUpperBound(LONGER_THAN_ANY_MEMBERS);
    }

    /** The first key of what one member of a crossing's first dimension has in a period. */
    static byte[] firstOf(Crossing crossing, OrganizationId organization, LocalDate periodStart, Member first) {
        return write(prefix(organization, kind(crossing), periodStart), first).toBytes();
    }

    /** A key above the last of those. */
    static byte[] afterLastOf(Crossing crossing, OrganizationId organization, LocalDate periodStart, Member first) {
        return write(prefix(organization, kind(crossing), periodStart), first).toUpperBound(LONGER_THAN_ANY_MEMBERS);
    }

    /** The first key of the organization's rows of one kind from that date. */
    static byte[] firstOfKind(OrganizationId organization, int kind, LocalDate from) {
        return prefix(organization, kind, from).toBytes();
    }

    /** The first key of the organization's rows of one kind. */
    static byte[] firstOfKind(OrganizationId organization, int kind) {
        return new KeyWriter().text(organization.value()).int8(kind).toBytes();
    }

    /** A key above the last of the organization's rows of one kind. */
    static byte[] afterLastOfKind(OrganizationId organization, int kind) {
        return new KeyWriter().text(organization.value()).int8(kind).toUpperBound(LONGER_THAN_ANY_MEMBERS);
    }

    /** A key above everything of the organization. */
    static byte[] afterLastOf(OrganizationId organization) {
        return new KeyWriter().text(organization.value()).toUpperBound(1);
    }

    /** The kinds whose rows name users. */
    static int[] kindsWithUsers() {
        return new int[] {USER, TEAM_USER, USER_FEATURE};
    }

    private static KeyWriter prefix(OrganizationId organization, int kind, LocalDate periodStart) {
        return new KeyWriter().text(organization.value()).int8(kind).int32(Math.toIntExact(periodStart.toEpochDay()));
    }

    private static KeyWriter write(KeyWriter key, Member member) {
        return switch (member) {
            case Member.Unattributed() -> key.int8(UNATTRIBUTED);
            case Member.Named(String id) -> key.int8(NAMED).text(id);
        };
    }

    private static Cell readCell(int kind, KeyReader reader) {
        return switch (kind) {
            case TOTAL -> new Cell.Total();
            case HOUR -> new Cell.Hour(reader.int8());
            case FEATURE -> new Cell.Part(Dimension.FEATURE, readMember(reader));
            case TEAM -> new Cell.Part(Dimension.TEAM, readMember(reader));
            case USER -> new Cell.Part(Dimension.USER, readMember(reader));
            case TEAM_FEATURE -> new Cell.Crossed(Crossing.TEAM_FEATURE, readMember(reader), readMember(reader));
            case TEAM_USER -> new Cell.Crossed(Crossing.TEAM_USER, readMember(reader), readMember(reader));
            case USER_FEATURE -> new Cell.Crossed(Crossing.USER_FEATURE, readMember(reader), readMember(reader));
            default -> throw new IllegalArgumentException("kind of cell " + kind + " must be 0 to " + (KINDS - 1));
        };
    }

    private static Member readMember(KeyReader reader) {
        return reader.int8() == UNATTRIBUTED ? new Member.Unattributed() : new Member.Named(reader.text());
    }

    private static int kind(Cell cell) {
        return switch (cell) {
            case Cell.Total() -> TOTAL;
            case Cell.Hour hour -> HOUR;
            case Cell.Part part -> kind(part.dimension());
            case Cell.Crossed crossed -> kind(crossed.crossing());
        };
    }

    private static int kind(Dimension dimension) {
        return switch (dimension) {
            case FEATURE -> FEATURE;
            case TEAM -> TEAM;
            case USER -> USER;
        };
    }

    private static int kind(Crossing crossing) {
        return switch (crossing) {
            case TEAM_FEATURE -> TEAM_FEATURE;
            case TEAM_USER -> TEAM_USER;
            case USER_FEATURE -> USER_FEATURE;
        };
    }
}
