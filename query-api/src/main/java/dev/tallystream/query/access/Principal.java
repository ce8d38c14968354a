package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import java.util.Set;

/** A caller who has proved who they are. */
public sealed interface Principal {
    /** Whose data they may be shown at all. */
    OrganizationScope organizations();

    /** Whether they may do that in those organizations. */
    boolean may(Right right);

    /** What a log may call them: nothing that tells one person from another. */
    String logName();

    /** A person with a role, known by a token. */
    record SignedIn(OrganizationScope organizations, Role role) implements Principal {
        @Override
        public boolean may(Right right) {
            return role.may(right);
        }

        @Override
        public String logName() {
            return role.wireName();
        }
    }

    /** A program with an API key. */
    record KeyHolder(KeyGrant key) implements Principal {
        @Override
        public OrganizationScope organizations() {
            return key.organizations();
        }

        @Override
        public String logName() {
            return "key " + key.id();
        }

        @Override
        public boolean may(Right right) {
            return switch (right) {
                case READ_USAGE, READ_BALANCE -> key.has(KeyScope.USAGE_READ);
                // Whoever writes them must have seen what stands.
                case READ_ALLOCATIONS -> key.has(KeyScope.USAGE_READ) || key.has(KeyScope.ALLOCATIONS_WRITE);
                case WRITE_ALLOCATIONS -> key.has(KeyScope.ALLOCATIONS_WRITE);
                case READ_BACKFILLS -> key.has(KeyScope.BACKFILL);
                case REVERSE_EVENTS -> key.has(KeyScope.EVENTS_WRITE);
                // What cannot be undone is a person's to do.
                case ERASE_USERS -> false;
                case READ_METRICS -> key.has(KeyScope.METRICS_READ);
                case DECIDE_SETTINGS, EXPORT_PARTITIONS -> false;
                case WRITE_DIRECTORY -> key.has(KeyScope.DIRECTORY_WRITE);
            };
        }
    }

    /**
     * Whoever sees a page in somebody else's frame, by a link of a bounded life.
     *
     * @param link what proves it, for the links of the page
     */
    record Embedded(OrganizationId organization, String link) implements Principal {
        @Override
        public OrganizationScope organizations() {
            return new OrganizationScope.Only(Set.of(organization));
        }

        @Override
        public boolean may(Right right) {
            return switch (right) {
                case READ_USAGE, READ_BALANCE -> true;
                // A frame only shows: what decides, names or proves anything further is not for it.
                case READ_ALLOCATIONS,
                        WRITE_ALLOCATIONS,
                        READ_BACKFILLS,
                        REVERSE_EVENTS,
                        ERASE_USERS,
                        READ_METRICS,
                        DECIDE_SETTINGS,
                        WRITE_DIRECTORY,
                        EXPORT_PARTITIONS -> false;
            };
        }

        @Override
        public String logName() {
            return "embedded";
        }
    }
}
