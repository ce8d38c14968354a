package dev.tallystream.standalone.rejected;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystream.contract.id.OrganizationId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rejected events in words and in JSON. Nothing of a body and no user is in either; text from outside is escaped. */
final class Report {
    static final JsonMapper JSON = new JsonMapper(
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

    private static final String NOBODY = "(none)";
    private static final String NOT_READABLE = "-";
    private static final List<String> TITLES =
            List.of("time", "organization", "reason", "event id", "origin", "what to do");

    /** Organizations in the summary: whoever has more to look after asks for them one by one. */
    private static final int ORGANIZATIONS = 20;

    private Report() {}

    /** A table, the newest last, and how many there are of what. */
    static List<String> toLines(Listing listing) {
        List<String> lines = new ArrayList<>();
        if (listing.matching() == 0) {
            lines.add("No rejected event matches.");
        } else {
            lines.addAll(table(listing.shown()));
            lines.add("");
            lines.add("Rejected events: %,d, of which the newest %,d are shown."
                    .formatted(listing.matching(), listing.shown().size()));
            lines.add("By reason:");
            listing.byReason().forEach(count -> lines.add(line(count.events(), Shown.text(count.what()))));
            lines.add("By organization:");
            lines.addAll(organizations(listing));
        }
        if (listing.ofNobodyBesides() > 0) {
            lines.add("Besides, %,d rejected events belong to no organization: ./tallystream rejected list --no-org"
                    .formatted(listing.ofNobodyBesides()));
        }
        if (listing.strangers() > 0) {
            lines.add("Besides, %,d records of the topic are not Tallystream's and are not listed."
                    .formatted(listing.strangers()));
        }
        return lines;
    }

    private static List<String> organizations(Listing listing) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < listing.byOrganization().size(); i++) {
            Listing.Count<@Nullable OrganizationId> count =
                    listing.byOrganization().get(i);
            if (i < ORGANIZATIONS || count.what() == null) {
                lines.add(line(count.events(), organization(count.what())));
            }
        }
        int others = listing.byOrganization().size() - lines.size();
        if (others > 0) {
            lines.add("          and %,d more organizations".formatted(others));
        }
        return lines;
    }

    private static String line(long events, String what) {
        return "%,8d  %s".formatted(events, what);
    }

    static List<String> table(List<RejectedEvent> events) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        for (RejectedEvent event : events) {
            rows.add(List.of(
                    event.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                    organization(event.organization()),
                    Shown.text(event.pointer().isEmpty() ? event.reason() : event.reason() + " " + event.pointer()),
                    event.id() == null ? NOT_READABLE : Shown.text(event.id()),
                    event.origin().toString(),
                    Explanation.of(event.reason())));
        }
        int[] widths = new int[TITLES.size() - 1];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> padded(row, widths)).toList();
    }

    private static String padded(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(cell).repeat(' ', widths[column] - cell.length() + 2);
        }
        return line.append(row.getLast()).toString();
    }

    private static String organization(@Nullable OrganizationId organization) {
        return organization == null ? NOBODY : Shown.text(organization.value());
    }

    /** The same for programs, in one line. */
    static String toJson(Listing listing) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode events = json.putArray("rejected");
        listing.shown().forEach(event -> events.add(toJson(event)));
        json.put("matching", listing.matching());
        ArrayNode reasons = json.putArray("by_reason");
        listing.byReason()
                .forEach(count -> reasons.addObject()
                        .put("reason", Shown.text(count.what()))
                        .put("events", count.events()));
        ArrayNode organizations = json.putArray("by_organization");
        for (Listing.Count<@Nullable OrganizationId> count : listing.byOrganization()) {
            organizations
                    .addObject()
                    .put("organization_id", orNull(count.what()))
                    .put("events", count.events());
        }
        return json.put("without_organization", listing.ofNobody()).toString();
    }

    static ObjectNode toJson(RejectedEvent event) {
        return JSON.createObjectNode()
                .put("time", event.time().toString())
                .put("organization_id", orNull(event.organization()))
                .put("reason", Shown.text(event.reason()))
                .put("pointer", Shown.text(event.pointer()))
                .put("event_id", event.id() == null ? null : Shown.text(event.id()))
                .put("origin", event.origin().toString())
                .put("explanation", Explanation.of(event.reason()))
                .put("replayable", event.isReplayable());
    }

    private static @Nullable String orNull(@Nullable OrganizationId organization) {
        return organization == null ? null : Shown.text(organization.value());
    }
}
