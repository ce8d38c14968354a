package dev.tallystream.contract.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tallystream.contract.event.Decoded;
import dev.tallystream.contract.event.EventCases;
import dev.tallystream.contract.event.EventCases.Expected;
import dev.tallystream.contract.event.EventCodec;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.event.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec's table of cases, by the codec and by the schema. */
class CreditEventSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(EventCodec.MAX_EVENT_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(ContractFile.CREDIT_EVENT.read(), StandardCharsets.UTF_8), InputFormat.JSON);

    /**
     * What no schema can say, because it is about the bytes and not about the value that they stand for, or about the
     * clock.
     */
    private static final Set<Refusal> NOT_OF_THE_VALUE = Set.of(
            Refusal.MALFORMED_JSON,
            Refusal.OVERSIZE,
            Refusal.DUPLICATE_KEY,
            Refusal.EVENT_TOO_OLD,
            Refusal.EVENT_IN_FUTURE);

    /** Values that the schema lets pass: how a number is written, and how many days a month has. */
    private static final Set<String> TOLERATED =
            Set.of("credits 1e3", "credits 5E0", "credits 1.0000001", "time '2026-02-30T00:00:00Z'");

    @ParameterizedTest
    @MethodSource("dev.tallystream.contract.event.EventCases#good")
    void whatTheCodecTakesTheSchemaTakes(EventCases.Case row) throws IOException {
        JsonNode event = JSON.readTree(row.bytes().toArray());

        assertEquals(List.of(), SCHEMA.validate(event), row.name());
    }

    static Stream<EventCases.Case> refusedForWhatTheySay() {
        return EventCases.refused().filter(row -> !NOT_OF_THE_VALUE.contains(reason(row)));
    }

    @ParameterizedTest
    @MethodSource("refusedForWhatTheySay")
    void whatTheCodecRefusesTheSchemaRefusesUnlessItCannotBeSaid(EventCases.Case row) throws IOException {
        JsonNode event = JSON.readTree(row.bytes().toArray());

        assertEquals(!TOLERATED.contains(row.name()), isRefused(event), row.name());
    }

    @Test
    void everyToleratedCaseIsInTheTable() {
        Set<String> names =
                new TreeSet<>(EventCases.all().map(EventCases.Case::name).toList());

        assertTrue(names.containsAll(TOLERATED), names::toString);
    }

    static Stream<EventJson> correctionsThatAreGood() {
        EventJson reversed = EventJson.consumed()
                .with("type", "\"ai.credits.reversed.v1\"")
                .data("reverses", "{\"source\":\"/test\",\"id\":\"e-0\"}");
        EventJson adjusted =
                EventJson.consumed().with("type", "\"ai.credits.adjusted.v1\"").data("reason", "\"a gift\"");
        return Stream.of(
                reversed,
                adjusted,
                adjusted.credits("-5"),
                adjusted.credits("-1000000.000000"),
                adjusted.data("credits", "-0.5"),
                EventJson.consumed().credits("-0.0"),
                EventJson.consumed().data("quantity", "\"-0\""),
                EventJson.consumed().data("team_id", "null").data("actor_type", "null"),
                EventJson.consumed().id("\\u00a0"),
                EventJson.consumed().with("datacontenttype", "\" Application/JSON \""),
                EventJson.backfillClosed("load-1").with("data", "7"));
    }

    @ParameterizedTest
    @MethodSource("correctionsThatAreGood")
    void everyKindOfGoodEventIsTakenByBoth(EventJson event) throws IOException {
        assertTrue(EventCodec.decode(event.toBytes()) instanceof Decoded.Accepted, event.toString());
        assertEquals(List.of(), SCHEMA.validate(JSON.readTree(event.toBytes())));
    }

    static Stream<EventJson> correctionsThatAreBad() {
        EventJson reversed = EventJson.consumed().with("type", "\"ai.credits.reversed.v1\"");
        EventJson adjusted = EventJson.consumed().with("type", "\"ai.credits.adjusted.v1\"");
        return Stream.of(
                reversed,
                reversed.data("reverses", "\"e-0\""),
                reversed.data("reverses", "{\"id\":\"e-0\"}"),
                reversed.data("reverses", "{\"source\":\"/test\",\"id\":7}"),
                adjusted,
                adjusted.data("reason", "\"\""),
                adjusted.data("reason", "\"a gift\"").credits("-1000000.000001"),
                adjusted.data("reason", "\"a gift\"").data("credits", "-1000001"));
    }

    @ParameterizedTest
    @MethodSource("correctionsThatAreBad")
    void everyKindOfBadCorrectionIsRefusedByBoth(EventJson event) throws IOException {
        assertTrue(EventCodec.decode(event.toBytes()) instanceof Decoded.Refused, event.toString());
        assertTrue(isRefused(JSON.readTree(event.toBytes())), event.toString());
    }

    private static Refusal reason(EventCases.Case row) {
        return ((Expected.Refused) row.expected()).reason();
    }

    private static boolean isRefused(JsonNode event) {
        return !SCHEMA.validate(event).isEmpty();
    }
}
