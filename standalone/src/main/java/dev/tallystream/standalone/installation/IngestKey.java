package dev.tallystream.standalone.installation;

import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.KeySecret;
import dev.tallystream.http.key.OrganizationScope;
import java.util.Set;

/** The key of whoever runs the place: publishes events and history for every organization, and reads nothing. */
public final class IngestKey {
    private IngestKey() {}

    /** What a server keeps of it. */
    public static HashedKey hashed(KeySecret secret) {
        KeyGrant grant = new KeyGrant(
                secret.id(), new OrganizationScope.All(), Set.of(KeyScope.EVENTS_WRITE, KeyScope.BACKFILL));
        return new HashedKey(grant, secret.hash());
    }
}
