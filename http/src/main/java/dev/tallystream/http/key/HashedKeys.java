package dev.tallystream.http.key;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keys known by their hashes only, fixed at the start. */
public final class HashedKeys implements ApiKeys {
    /** A key that is known: what it may do and what is kept of it. */
    public record HashedKey(KeyGrant grant, KeyHash hash) {}

    private final Map<String, HashedKey> byId;

    /**
     * Knows these keys.
     *
     * @throws IllegalStateException where two have the same id
     */
    public HashedKeys(Collection<HashedKey> keys) {
        byId = keys.stream()
                .collect(Collectors.toUnmodifiableMap(key -> key.grant().id(), Function.identity()));
    }

    @Override
    public Optional<KeyGrant> find(String presented) {
        return KeySecret.parse(presented)
                .flatMap(secret -> Optional.ofNullable(byId.get(secret.id()))
                        .filter(key -> key.hash().matches(secret.hash()))
                        .map(HashedKey::grant));
    }
}
