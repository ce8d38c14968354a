package dev.tallystream.http.key;

import java.util.Optional;

/** The keys that this server knows. Thread-safe. */
public interface ApiKeys {
    /** What the presented key may do; empty where it is unknown or not even a key. Never says which. */
    Optional<KeyGrant> find(String presented);
}
