package dev.tallystream.aggregator.table;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.bytes.KeyReader;
import dev.tallystream.contract.bytes.KeyWriter;
import dev.tallystream.contract.id.OrganizationId;
import java.time.LocalDate;

/**
 * The key of a row in any of the four tables. Byte order is the order of organization, dimension, first date of the
 * period, member; so a breakdown is one range, and the history of a total is one range:
 *
 * <pre>
 * organization    dimension  first date            member
 * 00 04 61636D65  00         80 00 51 2A                           acme's total of the period from 2026-10-18
 * 00 04 61636D65  01         80 00 51 2A           01 61695F…      acme, feature "ai_…"
 * 00 04 61636D65  03         80 00 51 2A           00              acme, usage of no user
 * </pre>
 */
public record UsageRowKey(OrganizationId organization, Cell cell, LocalDate periodStart) {
    private static final int TOTAL = 0;
    private static final int FEATURE = 1;
    private static final int TEAM = 2;
    private static final int USER = 3;
    private static final int UNATTRIBUTED = 0;
    private static final int NAMED = 1;

    /** Longer than the UTF-8 of any id, so that a bound lies above every member. */
    private static final int LONGER_THAN_ANY_MEMBER = 1_025;

    /** The key's bytes, as the store and its changelog hold them. */
    public byte[] toBytes() {
        return switch (cell) {
            case Cell.Total() -> prefix(organization, TOTAL, periodStart).toBytes();
            case Cell.Part(Dimension dimension, Member member) -> {
                KeyWriter key = prefix(organization, code(dimension), periodStart);
                yield switch (member) {
                    case Member.Unattributed() -> key.int8(UNATTRIBUTED).toBytes();
                    case Member.Named(String id) -> key.int8(NAMED).text(id).toBytes();
                };
            }
        };
    }

    /** Reads a key. */
    public static UsageRowKey fromBytes(byte[] bytes) {
        KeyReader reader = new KeyReader(bytes);
        OrganizationId organization = new OrganizationId(reader.text());
        int dimension = reader.int8();
        LocalDate start = LocalDate.ofEpochDay(reader.int32());
        if (dimension == TOTAL) {
            return new UsageRowKey(organization, new Cell.Total(), start);
        }
        Member member = reader.int8() == UNATTRIBUTED ? new Member.Unattributed() : new Member.Named(reader.text());
        return new UsageRowKey(organization, new Cell.Part(dimension(dimension), member), start);
    }

    /** The first key of a period's breakdown. */
    static byte[] firstOf(OrganizationId organization, Dimension dimension, LocalDate periodStart) {
        return prefix(organization, code(dimension), periodStart).toBytes();
    }

    /** A key above the last of a period's breakdown. */
    static byte[] afterLastOf(OrganizationId organization, Dimension dimension, LocalDate periodStart) {
        return prefix(organization, code(dimension), periodStart).toUpperBound(LONGER_THAN_ANY_MEMBER);
    }

    /** A key above everything of the organization. */
    static byte[] afterLastOf(OrganizationId organization) {
        return new KeyWriter().text(organization.value()).toUpperBound(1);
    }

    private static KeyWriter prefix(OrganizationId organization, int dimension, LocalDate periodStart) {
        return new KeyWriter()
                .text(organization.value())
                .int8(dimension)
                .int32(Math.toIntExact(periodStart.toEpochDay()));
    }

    private static int code(Dimension dimension) {
        return switch (dimension) {
            case FEATURE -> FEATURE;
            case TEAM -> TEAM;
            case USER -> USER;
        };
    }

    private static Dimension dimension(int code) {
        return switch (code) {
            case FEATURE -> Dimension.FEATURE;
            case TEAM -> Dimension.TEAM;
            case USER -> Dimension.USER;
            default -> throw new IllegalArgumentException("dimension " + code + " must be 0 to 3");
        };
    }
}
