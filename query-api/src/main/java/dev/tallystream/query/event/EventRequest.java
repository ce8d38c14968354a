package dev.tallystream.query.event;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.Asked;
import dev.tallystream.query.usage.Awaited;
import dev.tallystream.query.usage.ParameterReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param awaited what the answer should have reached; null for whatever is counted
 */
record EventRequest(
        OrganizationId organization,
        EventIdentity identity,
        @Nullable Awaited awaited) {
    static Asked<EventRequest> parse(OrganizationId organization, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        EventIdentity identity = new EventIdentity(reader.identifier("source"), reader.identifier("id"));
        return reader.asked(new EventRequest(organization, identity, reader.awaited()));
    }

    /** Of an event that is named in the body. */
    static Asked<EventRequest> parse(
            OrganizationId organization, EventIdentity identity, Map<String, List<String>> parameters) {
        ParameterReader reader = new ParameterReader(parameters);
        return reader.asked(new EventRequest(organization, identity, reader.awaited()));
    }
}
