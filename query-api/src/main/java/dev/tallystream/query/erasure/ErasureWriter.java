package dev.tallystream.query.erasure;

import dev.tallystream.contract.erasure.ErasedUser;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import java.util.concurrent.CompletableFuture;

/** Says durably that a user is erased. Thread-safe. */
public interface ErasureWriter {
    /** Takes the user's name away; completes when that is durable, exceptionally where it is not. */
    CompletableFuture<Void> removeName(OrganizationId organization, UserId user);

    /**
     * Erases whoever that hash stands for, for ever; completes when that is durable, exceptionally where it is not.
     *
     * @param fingerprint of the key that made the hash
     */
    CompletableFuture<Void> erase(ErasedUser user, long fingerprint);
}
