package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * Which rejected events are meant; what is null or false does not narrow them.
 *
 * @param ofNobody only those whose organization could not be read
 */
record RejectedFilter(
        @Nullable OrganizationId organization,
        boolean ofNobody,
        @Nullable Refusal reason,
        @Nullable Origin origin) {
    boolean narrows() {
        return organization != null || ofNobody || reason != null || origin != null;
    }

    boolean includes(RejectedEvent event) {
        return (organization == null || organization.equals(event.organization()))
                && (!ofNobody || event.organization() == null)
                && (reason == null || reason.slug().equals(event.reason()))
                && (origin == null || origin.equals(event.origin()));
    }
}
