package dev.tallystream.contract.event;

import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;

/** What bytes turned out to be. */
public sealed interface Decoded {
    /** A well-formed event. */
    record Accepted(Event event) implements Decoded {}

    /**
     * Not an event that can be counted.
     *
     * @param reason why
     * @param pointer JSON pointer (RFC 6901) of what is wrong; empty for the whole
     * @param organization whose it is, as far as that could be read
     * @param id the CloudEvents id, as far as that could be read
     */
    record Refused(
            Refusal reason,
            String pointer,
            @Nullable OrganizationId organization,
            @Nullable String id) implements Decoded {
        /** A refusal of bytes of which nothing could be read. */
        public static Refused whole(Refusal reason) {
            return new Refused(reason, "", null, null);
        }

        /** A refusal of an event that was read. */
        public static Refused of(Event event, Refusal reason, String pointer) {
            return new Refused(
                    reason, pointer, event.organization(), event.identity().id());
        }
    }
}
