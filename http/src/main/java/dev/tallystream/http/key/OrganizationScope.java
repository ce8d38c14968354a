package dev.tallystream.http.key;

import dev.tallystream.contract.id.OrganizationId;
import java.util.Set;

/** Whose data a key is for. */
public sealed interface OrganizationScope {
    /** Every organization's: the vendor's own. */
    record All() implements OrganizationScope {}

    /** These organizations' only. */
    record Only(Set<OrganizationId> organizations) implements OrganizationScope {
        /** Copies the set, which must not be empty: a key for nobody is a mistake. */
        public Only {
            organizations = Set.copyOf(organizations);
            if (organizations.isEmpty()) {
                throw new IllegalArgumentException("organizations must not be empty");
            }
        }
    }

    /** Whether the organization is one of them. */
    default boolean includes(OrganizationId organization) {
        return switch (this) {
            case All() -> true;
            case Only(Set<OrganizationId> organizations) -> organizations.contains(organization);
        };
    }
}
