package dev.tallystream.query.access;

import dev.tallystream.contract.id.OrganizationId;
import java.util.Set;

/** Whose data a principal may be shown at all. */
public sealed interface Organizations {
    /** Whether the organization is one of them. */
    boolean include(OrganizationId organization);

    /** Every organization: whoever runs the one-machine start. */
    record All() implements Organizations {
        @Override
        public boolean include(OrganizationId organization) {
            return true;
        }
    }

    /** These and no others. */
    record Only(Set<OrganizationId> organizations) implements Organizations {
        /** Copies the set. */
        public Only {
            organizations = Set.copyOf(organizations);
        }

        /** One organization. */
        public static Only of(OrganizationId organization) {
            return new Only(Set.of(organization));
        }

        @Override
        public boolean include(OrganizationId organization) {
            return organizations.contains(organization);
        }
    }
}
