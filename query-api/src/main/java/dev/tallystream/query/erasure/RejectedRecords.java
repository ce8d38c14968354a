package dev.tallystream.query.erasure;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;

/** The events that were not counted. Thread-safe. */
public interface RejectedRecords {
    /**
     * Overwrites every rejected record of the organization that names the user with one that says the same without the
     * event's bytes and id; waits until that is durable.
     *
     * @return how many there were
     * @throws NotCleared where it could not be done, or not wholly
     */
    long clear(OrganizationId organization, UserId user);

    /** Kafka did not answer; doing it again is safe. */
    final class NotCleared extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** For that reason. */
        public NotCleared(Throwable cause) {
            super("the rejected events could not be cleared", cause);
        }
    }
}
