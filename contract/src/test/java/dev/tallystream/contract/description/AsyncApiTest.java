package dev.tallystream.contract.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.billing.BillingTermsCodec;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryCodec;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.event.EventJson;
import dev.tallystream.contract.event.EventType;
import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.settings.CalendarHistory;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.SettingsChange;
import dev.tallystream.contract.settings.SettingsCodec;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.contract.topic.EventHeaders;
import dev.tallystream.contract.topic.Topic;
import dev.tallystream.contract.topic.Topics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final String BASE = "http://described";
    private static final JsonNode API = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(
                    BASE + "/asyncapi.yaml",
                    API.toString(),
                    BASE + "/schemas/credit-event.json",
                    new String(ContractFile.CREDIT_EVENT.read(), StandardCharsets.UTF_8))));

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(ContractFile.ASYNC_API.read());
        } catch (IOException e) {
            throw new AssertionError("the description must be YAML", e);
        }
    }

    @Test
    void everyTopicIsDescribedUnderItsNameAndNoOther() throws ReflectiveOperationException {
        Set<String> topics = new TreeSet<>();
        for (Field field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Topic<?, ?> topic) {
                topics.add(topic.name());
            }
        }
        assertTrue(topics.size() >= 5, topics::toString);
        assertEquals(topics, names(API.get("channels")));
        for (JsonNode channel : API.get("channels")) {
            assertEquals(
                    channel.get("address"), channel.at("/bindings/kafka/topic"), channel.get("address")::textValue);
            assertTrue(topics.contains(channel.get("address").textValue()));
        }
    }

    @Test
    void theHeadersAreThoseThatAreWrittenAndRead() {
        assertEquals(
                new TreeSet<>(Set.of(
                        EventHeaders.REASON,
                        EventHeaders.ORIGIN,
                        EventHeaders.APPENDED,
                        EventHeaders.POINTER,
                        EventHeaders.EVENT_ID,
                        EventHeaders.HASH,
                        EventHeaders.AT_ORIGIN,
                        EventHeaders.SPECVERSION)),
                names(API.at("/components/messages/RejectedEvent/headers/properties")));
        assertEquals(
                EventHeaders.STRUCTURED,
                API.at("/components/messages/StructuredEvent/headers/properties/" + EventHeaders.CONTENT_TYPE
                                + "/const")
                        .textValue());
        names(API.at("/components/messages/BinaryEvent/headers/properties"))
                .forEach(name -> assertTrue(
                        name.startsWith(EventHeaders.ATTRIBUTE_PREFIX) || name.equals(EventHeaders.CONTENT_TYPE)));
    }

    @Test
    void theReasonsAndTypesAreThoseOfTheCode() {
        JsonNode reasons = API.at("/components/messages/RejectedEvent/headers/properties/tallystream-reason/enum");
        JsonNode types = API.at("/components/messages/BinaryEvent/headers/properties/ce_type/enum");

        assertEquals(Arrays.stream(Refusal.values()).map(Refusal::slug).collect(Collectors.toSet()), texts(reasons));
        assertEquals(
                Arrays.stream(EventType.values()).map(EventType::wireName).collect(Collectors.toSet()), texts(types));
    }

    @Test
    void whatTheCodecsWriteIsAsDescribed() throws IOException {
        OrganizationSettings settings = new OrganizationSettings(
                3,
                UserAnalytics.EXCLUDE,
                CalendarHistory.DEFAULT.with(
                        Instant.parse("2026-11-25T23:00:00Z"),
                        new CalendarRule(ZoneId.of("Europe/Amsterdam"), DayOfWeek.SUNDAY, Month.APRIL)),
                List.of(new SettingsChange(
                        "org_admin", Instant.parse("2026-11-24T10:15:30.412Z"), "time_zone", "UTC", "x")));

        assertIs("OrganizationSettings", SettingsCodec.encode(settings));
        BillingTerms terms = new BillingTerms(
                2,
                List.of(new Allocation(LocalDate.parse("2026-01-01"), Credits.parse("250000.5"))),
                new BillingCalendar(
                        new BillingDay(1),
                        List.of(new BillingCalendar.Change(LocalDate.parse("2026-12-15"), new BillingDay(31)))));
        assertIs("BillingTerms", BillingTermsCodec.encode(terms));
        assertIs("DirectoryEntry", DirectoryCodec.encode(new DirectoryEntry("Design", "/teams/17", true)));
        assertIs("DirectoryEntry", DirectoryCodec.encode(DirectoryEntry.named("Design")));
        assertIs("StructuredEvent", EventJson.consumed().toBytes());
        assertIs("BinaryEvent", "{\"feature\":\"ai_slides\",\"credits\":2}".getBytes(StandardCharsets.UTF_8));
        assertFalse(faults("OrganizationSettings", "{\"version\":1}".getBytes(StandardCharsets.UTF_8))
                .isEmpty());
        assertFalse(
                faults("StructuredEvent", "{}".getBytes(StandardCharsets.UTF_8)).isEmpty());
    }

    private static void assertIs(String message, byte[] bytes) throws IOException {
        assertEquals(List.of(), faults(message, bytes), message);
    }

    private static List<?> faults(String message, byte[] bytes) throws IOException {
        return SCHEMAS.getSchema(
                        SchemaLocation.of(BASE + "/asyncapi.yaml#/components/messages/" + message + "/payload"))
                .validate(new ObjectMapper().readTree(bytes));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
