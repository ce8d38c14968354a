package dev.tallystream.publisher;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.event.EventType;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That credits were used, as a feature tells it. Immutable: every method that says more returns another value.
 *
 * <p>The id is what makes a retry the same event: it is made once, here, and kept through every attempt. A feature that
 * has an id of its own for the work, such as that of the request it answers, gives it with {@link #id}: then even the
 * feature itself may be retried without counting twice.
 */
public final class CreditUse {
    private enum ActorType {
        MEMBER,
        GUEST,
        SERVICE
    }

    private final OrganizationId organization;
    private final FeatureId feature;
    private final Credits credits;
    private final String id;
    private final Instant time;
    private final @Nullable TeamId team;
    private final @Nullable UserId user;
    private final ActorType actorType;
    private final @Nullable Credits quantity;

    private CreditUse(
            OrganizationId organization,
            FeatureId feature,
            Credits credits,
            String id,
            Instant time,
            @Nullable TeamId team,
            @Nullable UserId user,
            ActorType actorType,
            @Nullable Credits quantity) {
        this.organization = organization;
        this.feature = feature;
        this.credits = credits;
        this.id = id;
        this.time = time;
        this.team = team;
        this.user = user;
        this.actorType = actorType;
        this.quantity = quantity;
    }

    /**
     * Credits that were used just now, under a new random id.
     *
     * @param credits an exact decimal from 0 to 1000000 with at most 6 decimals, such as {@code "1.5"}
     * @throws IllegalArgumentException where an id or the credits are none
     */
    public static CreditUse of(String organization, String feature, String credits) {
        Credits exact = Credits.parse(credits);
        if (exact.micros() < 0 || exact.compareTo(Credits.MAX_PER_EVENT) > 0) {
            throw new IllegalArgumentException("credits " + exact + " must be from 0 to " + Credits.MAX_PER_EVENT);
        }
        return new CreditUse(
                new OrganizationId(organization),
                new FeatureId(feature),
                exact,
                UUID.randomUUID().toString(),
                Instant.now(),
                null,
                null,
                ActorType.MEMBER,
                null);
    }

    /** Under that id, which must be another for every use of the same source. */
    public CreditUse id(String newId) {
        var _ = new EventIdentity("/", newId); // the one rule for ids
        return new CreditUse(organization, feature, credits, newId, time, team, user, actorType, quantity);
    }

    /** At that time, from 35 days back to 5 minutes ahead. */
    public CreditUse at(Instant newTime) {
        return new CreditUse(organization, feature, credits, id, newTime, team, user, actorType, quantity);
    }

    /** In that team. */
    public CreditUse team(String newTeam) {
        return new CreditUse(organization, feature, credits, id, time, new TeamId(newTeam), user, actorType, quantity);
    }

    /** By that member of the organization. */
    public CreditUse member(String newUser) {
        return by(newUser, ActorType.MEMBER);
    }

    /** By that guest, who is counted but shown nowhere. */
    public CreditUse guest(String newUser) {
        return by(newUser, ActorType.GUEST);
    }

    /** By that program. */
    public CreditUse service(String newUser) {
        return by(newUser, ActorType.SERVICE);
    }

    /** For so many units of whatever the feature makes; kept with the event and not counted. */
    public CreditUse quantity(String newQuantity) {
        return new CreditUse(
                organization, feature, credits, id, time, team, user, actorType, Credits.parse(newQuantity));
    }

    private CreditUse by(String newUser, ActorType newActorType) {
        return new CreditUse(
                organization, feature, credits, id, time, team, new UserId(newUser), newActorType, quantity);
    }

    /** The id under which it counts once. */
    public String id() {
        return id;
    }

    /** The structured CloudEvent in UTF-8; equal calls give equal bytes. */
    byte[] toJson(String source) {
        return EventJson.write(json -> {
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", id);
            json.writeStringField("source", source);
            json.writeStringField("type", EventType.CREDITS_CONSUMED.wireName());
            json.writeStringField("subject", organization.value());
            json.writeStringField("time", time.toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeObjectFieldStart("data");
            json.writeStringField("feature", feature.value());
            if (team != null) {
                json.writeStringField("team_id", team.value());
            }
            if (user != null) {
                json.writeStringField("user_id", user.value());
            }
            switch (actorType) {
                case MEMBER -> {}
                case GUEST -> json.writeStringField("actor_type", "guest");
                case SERVICE -> json.writeStringField("actor_type", "service");
            }
            if (quantity != null) {
                json.writeStringField("quantity", quantity.toDecimal());
            }
            json.writeStringField("credits", credits.toDecimal());
            json.writeEndObject();
        });
    }
}
