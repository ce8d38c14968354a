package dev.tallystream.ingest.door;

import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventBatch;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.LiveWindow;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.ingest.door.Judgement.Admitted;
import dev.tallystream.ingest.door.Judgement.TurnedAway;
import dev.tallystream.ingest.limit.NewFeatures;
import java.time.InstantSource;
import java.util.Optional;

/** Judges one event after the other: is it well-formed, is it of our time, may this key bring it. */
final class Judge {
    private final InstantSource clock;
    private final NewFeatures newFeatures;

    Judge(InstantSource clock, NewFeatures newFeatures) {
        this.clock = clock;
        this.newFeatures = newFeatures;
    }

    Judgement judge(KeyGrant grant, byte[] body, EventBatch.Element place) {
        return switch (EventCodec.decode(body, place.offset(), place.length())) {
            case Decoded.Refused refused -> TurnedAway.from(refused);
            case Decoded.Accepted(Event event) -> judge(grant, event, place);
        };
    }

    private Judgement judge(KeyGrant grant, Event event, EventBatch.Element place) {
        Optional<Decoded.Refused> outOfTime = LiveWindow.AT_THE_DOOR.refuse(event, clock.instant());
        if (outOfTime.isPresent()) {
            return TurnedAway.from(outOfTime.get());
        }
        if (!grant.organizations().includes(event.organization())) {
            return TurnedAway.of(event, ProblemType.ORG_NOT_ALLOWED, ProblemType.ORG_NOT_ALLOWED.advice(), "/subject");
        }
        if (event.backfill() != null && !grant.has(KeyScope.BACKFILL)) {
            String detail = "An event with backfillid needs a key with the scope " + KeyScope.BACKFILL.wireName() + ".";
            return TurnedAway.of(event, ProblemType.ROLE_REQUIRED, detail, "/backfillid");
        }
        Optional<FeatureId> feature = feature(event);
        if (feature.isPresent() && !newFeatures.admit(event.organization(), feature.get())) {
            return TurnedAway.of(
                            event,
                            ProblemType.CARDINALITY_LIMIT,
                            "The organization used too many new features within an hour.",
                            "/data/feature")
                    .after(newFeatures.untilNextHour());
        }
        return new Admitted(event.organization(), place);
    }

    private static Optional<FeatureId> feature(Event event) {
        return switch (event) {
            case Event.CreditsConsumed consumed -> Optional.of(consumed.usage().feature());
            case Event.CreditsReversed reversed -> Optional.of(reversed.usage().feature());
            case Event.CreditsAdjusted adjusted -> Optional.of(adjusted.usage().feature());
            case Event.BackfillClosed closed -> Optional.empty();
        };
    }
}
