package dev.tallystream.query.access;

import java.util.Set;

/** A caller who has proved who they are. */
public sealed interface Principal {
    /** Whose data they may be shown at all. */
    Organizations organizations();

    /** Whether they may do that in those organizations. */
    boolean may(Right right);

    /** A person with a role, known by a token. */
    record SignedIn(Organizations organizations, Role role) implements Principal {
        @Override
        public boolean may(Right right) {
            return role.may(right);
        }
    }

    /** A program with an API key. */
    record KeyHolder(Organizations organizations, Set<Right> rights) implements Principal {
        /** Copies the rights. */
        public KeyHolder {
            rights = Set.copyOf(rights);
        }

        @Override
        public boolean may(Right right) {
            return rights.contains(right);
        }
    }
}
