package dev.tallystream.standalone.audit;

import dev.tallystream.contract.bytes.Hash128;
import dev.tallystream.contract.event.Actor;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.Event;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.Usage;
import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.EventRecord;
import dev.tallystream.standalone.audit.Fact.Amount;
import dev.tallystream.standalone.audit.Fact.Identity;
import dev.tallystream.standalone.audit.Fact.Kind;
import dev.tallystream.standalone.audit.Fact.Place;
import dev.tallystream.standalone.audit.Fact.TakenBack;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of the journal → what it says. The bytes are decoded by the contract's one codec, whose tests are its own. */
final class FactReader {
    private FactReader() {}

    static Fact read(ConsumerRecord<byte[], byte[]> record) {
        Place place =
                new Place(record.partition(), record.offset(), Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        EventRecord read = EventRecord.read(record.headers(), record.value());
        boolean keyTooLong = record.key() != null && record.key().length > EventCodec.MAX_EVENT_BYTES;
        Header version = read.headers().lastHeader(EventHeaders.SPECVERSION);
        boolean unknownVersion =
                version != null && !Arrays.equals(version.value(), "1.0".getBytes(StandardCharsets.US_ASCII));
        if (read.bytes() == null || keyTooLong || unknownVersion) {
            return new Fact.Unreadable(place);
        }
        return switch (read.decoded()) {
            case Decoded.Refused refused -> new Fact.Unreadable(place);
            case Decoded.Accepted(Event event) -> of(place, event);
        };
    }

    private static Fact of(Place place, Event event) {
        return switch (event) {
            case Event.CreditsConsumed consumed ->
                credited(place, event, Kind.CONSUMED, consumed.usage(), consumed.content(), null);
            case Event.CreditsAdjusted adjusted ->
                credited(place, event, Kind.ADJUSTED, adjusted.usage(), adjusted.content(), null);
            case Event.CreditsReversed reversed ->
                credited(
                        place,
                        event,
                        Kind.REVERSED,
                        reversed.usage(),
                        reversed.content(),
                        new TakenBack(identity(reversed.reverses()), reversed.restated()));
            case Event.BackfillClosed closed ->
                new Fact.Closed(
                        place,
                        closed.organization().value(),
                        closed.time(),
                        closed.backfill().value());
        };
    }

    private static Fact credited(
            Place place, Event event, Kind kind, Usage usage, Hash128 content, @Nullable TakenBack takenBack) {
        return new Fact.Credited(
                place,
                kind,
                event.organization().value(),
                identity(event.identity()),
                event.time(),
                event.backfill() == null ? null : event.backfill().value(),
                amount(usage),
                content,
                takenBack);
    }

    private static Identity identity(EventIdentity identity) {
        return new Identity(identity.source(), identity.id());
    }

    private static Amount amount(Usage usage) {
        TeamId team = usage.team();
        String user = null;
        String actor = switch (usage.actor()) {
            case Actor.Member member -> {
                user = member.user().value();
                yield "member";
            }
            case Actor.UnnamedMember() -> "member";
            case Actor.Guest() -> "guest";
            case Actor.Service() -> "service";
        };
        return new Amount(
                usage.feature().value(),
                team == null ? null : team.value(),
                user,
                actor,
                usage.credits().micros());
    }
}
