package dev.tallystream.contract.id;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.bytes.KeyWriter;

/** What makes an event the same event within its organization: CloudEvents {@code source} and {@code id}. */
public record EventIdentity(String source, String id) {
    /** Checks both texts: 1 to 255 characters, not blank, no control characters. */
    public EventIdentity {
        IdText.check("source", source);
        IdText.check("id", id);
    }

    /** 128 bits that stand for this identity where every event's is remembered. */
    public Hash128 toHash() {
        return Hash128.of(new KeyWriter().text(source).text(id).toBytes());
    }
}
