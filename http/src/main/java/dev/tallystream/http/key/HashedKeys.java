package dev.tallystream.http.key;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys known by their hashes only, fixed at the start; a key that expired or was revoked is unknown. */
public final class HashedKeys implements ApiKeys {
    /**
     * A key that is known: what it may do and what is kept of it.
     *
     * @param name what people call it; may be empty
     */
    public record HashedKey(KeyGrant grant, KeyHash hash, String name, KeyLife life) {
        /** A key without a name or an end. */
        public HashedKey(KeyGrant grant, KeyHash hash) {
            this(grant, hash, "", KeyLife.ENDLESS);
        }

        /** The same key with another life. */
        public HashedKey with(KeyLife other) {
            return new HashedKey(grant, hash, name, other);
        }
    }

    private final Map<String, HashedKey> byId;
    private final InstantSource clock;

    /**
     * Knows these keys, until they end by that clock.
     *
     * @throws IllegalStateException where two have the same id
     */
    public HashedKeys(Collection<HashedKey> keys, InstantSource clock) {
        byId = keys.stream()
                .collect(Collectors.toUnmodifiableMap(key -> key.grant().id(), Function.identity()));
        this.clock = clock;
    }

    /** Knows these keys, until they end by the system's clock. */
    public HashedKeys(Collection<HashedKey> keys) {
        this(keys, InstantSource.system());
    }

    @Override
    public Optional<KeyGrant> find(String presented) {
        return KeySecret.parse(presented)
                .flatMap(secret -> Optional.ofNullable(byId.get(secret.id()))
                        .filter(key -> key.hash().matches(secret.hash()))
                        .filter(key -> key.life().at(clock.instant()) == KeyLife.State.LIVE)
                        .map(HashedKey::grant));
    }
}
