package dev.tallystream.http.key;

import java.util.Set;

/**
 * What the holder of a key may do, and for whom.
 *
 * @param id the key's public part, which logs may carry
 */
public record KeyGrant(String id, OrganizationScope organizations, Set<KeyScope> scopes) {
    /** Copies the scopes. */
    public KeyGrant {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key has the scope. */
    public boolean has(KeyScope scope) {
        return scopes.contains(scope);
    }
}
