package dev.tallystream.standalone.event;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.EventType;
import dev.tallystream.contract.id.BackfillId;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that is about to be sent, and its bytes: a structured CloudEvent. */
public sealed interface OutgoingEvent {
    /** The tenant, the CloudEvents {@code subject}. */
    OrganizationId organization();

    /** What makes a retry the same event. */
    EventIdentity identity();

    /** The structured CloudEvent in UTF-8; equal events have equal bytes. */
    byte[] toJson();

    /** Credits that were used; {@code backfill} is given where the time lies before the live window. */
    record Usage(
            OrganizationId organization,
            EventIdentity identity,
            Instant time,
            @Nullable BackfillId backfill,
            FeatureId feature,
            @Nullable TeamId team,
            UsedBy usedBy,
            Credits credits)
            implements OutgoingEvent {
        @Override
        public byte[] toJson() {
            return StructuredJson.write(this, EventType.CREDITS_CONSUMED, json -> {
                json.writeStringField("time", time.toString());
                json.writeStringField("datacontenttype", "application/json");
                if (backfill != null) {
                    json.writeStringField("backfillid", backfill.value());
                }
                json.writeObjectFieldStart("data");
                json.writeStringField("feature", feature.value());
                if (team != null) {
                    json.writeStringField("team_id", team.value());
                }
                switch (usedBy) {
                    case UsedBy.Member(var user) -> json.writeStringField("user_id", user.value());
                    case UsedBy.UnnamedMember() -> {}
                    case UsedBy.Guest(var id) -> writeActor(json, id, "guest");
                    case UsedBy.Service(var id) -> writeActor(json, id, "service");
                }
                json.writeStringField("credits", credits.toDecimal());
                json.writeEndObject();
            });
        }

        private static void writeActor(JsonGenerator json, String id, String actorType) throws IOException {
            json.writeStringField("user_id", id);
            json.writeStringField("actor_type", actorType);
        }
    }

    /** The load of history is complete. */
    record BackfillClosed(OrganizationId organization, EventIdentity identity, BackfillId backfill)
            implements OutgoingEvent {
        @Override
        public byte[] toJson() {
            return StructuredJson.write(
                    this, EventType.BACKFILL_CLOSED, json -> json.writeStringField("backfillid", backfill.value()));
        }
    }
}
