package dev.tallystream.query.access;

import java.util.Locale;
import java.util.Optional;

/** What a signed-in person is in their organization. */
public enum Role {
    /** Sees usage, writes settings and the directory. */
    ORG_ADMIN,
    /** Sees balance and subscription only. */
    BILLING_ADMIN,
    /** Sees nothing of it. */
    MEMBER;

    /** The role as tokens and commands spell it: {@code org_admin}, {@code billing_admin}, {@code member}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that spelling, or empty. */
    public static Optional<Role> fromWireName(String wireName) {
        for (Role role : values()) {
            if (role.wireName().equals(wireName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    boolean may(Right right) {
        return switch (right) {
            case READ_USAGE, READ_BACKFILLS, ERASE_USERS, DECIDE_SETTINGS, WRITE_DIRECTORY, EXPORT_PARTITIONS ->
                this == ORG_ADMIN;
            case READ_BALANCE, READ_ALLOCATIONS -> this == ORG_ADMIN || this == BILLING_ADMIN;
            // Nobody gives credits to their own organization.
            case WRITE_ALLOCATIONS -> false;
            // What changes the numbers is the publishers' to do.
            case REVERSE_EVENTS -> false;
            // The one who runs the process sees them, not the one who runs an organization.
            case READ_METRICS -> false;
        };
    }
}
