package dev.tallystream.query.directory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.body.JsonMembers;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a team, user or feature is to be called.
 *
 * @param name null only of a deleted one, which keeps its last name
 */
record DirectoryRequest(@Nullable String name, @Nullable String url, boolean deleted) {
    /** Name and url at their longest, each character escaped. */
    private static final int MAX_BYTES = 16 * 1024;

    /** A megabyte is about 1,000 entries with long names; more go in further requests. */
    static final int MAX_BULK_BYTES = 1024 * 1024;

    static final int MAX_BULK_ENTRIES = 1_000;

    /** Whom a request names. */
    record Named(DirectoryKind kind, String id) {}

    /** Reads the body of one entry, or ends the request with what is wrong in it. */
    static DirectoryRequest parse(byte[] body) {
        JsonMembers members = JsonMembers.of(JsonBody.parse(body, MAX_BYTES));
        DirectoryRequest request = entry(members);
        members.nothingElse();
        members.check();
        return request;
    }

    /** Reads the array of many; of two for the same member the later stays. */
    static Map<Named, DirectoryRequest> parseMany(byte[] body) {
        JsonNode array = JsonBody.parse(body, MAX_BULK_BYTES);
        if (!array.isArray()) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        if (array.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.EMPTY_BATCH, "The array has no entries."));
        }
        if (array.size() > MAX_BULK_ENTRIES) {
            throw new ProblemException(Problem.of(
                    ProblemType.BATCH_TOO_LARGE, "The array may have at most " + MAX_BULK_ENTRIES + " entries."));
        }
        Map<Named, DirectoryRequest> requests = new LinkedHashMap<>();
        List<Problem.Fault> faults = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonMembers members = JsonMembers.of(array.get(i), i, faults);
            Optional<DirectoryKind> kind = members.text("kind", DirectoryKind::fromPath);
            Optional<String> id = members.text("id", DirectoryRequest::id);
            members.require("kind", "id");
            DirectoryRequest request = entry(members);
            members.nothingElse();
            if (kind.isPresent() && id.isPresent()) {
                requests.put(new Named(kind.get(), id.get()), request);
            }
        }
        JsonMembers.check(faults);
        return requests;
    }

    /** The text as an id, or empty where nothing could be called so. */
    static Optional<String> id(String text) {
        boolean fits = !text.isBlank() && text.length() <= Ids.MAX_LENGTH && Ids.isCleanText(text);
        return fits ? Optional.of(text) : Optional.empty();
    }

    private static DirectoryRequest entry(JsonMembers members) {
        boolean deleted = members.flag("deleted");
        String name = members.text("name", DirectoryRequest::name).orElse(null);
        String url = members.text("url", DirectoryRequest::url).orElse(null);
        if (!deleted) {
            members.require("name");
        }
        return new DirectoryRequest(name, url, deleted);
    }

    private static Optional<String> name(String text) {
        boolean fits = text.length() <= DirectoryEntry.MAX_NAME_LENGTH && Ids.isCleanText(text);
        return fits ? Optional.of(text) : Optional.empty();
    }

    /** A page of this or another web site; a {@code javascript:} would run in the panel, a {@code //} leads elsewhere. */
    private static Optional<String> url(String text) {
        if (text.length() > DirectoryEntry.MAX_URL_LENGTH || !Ids.isCleanText(text)) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean web = uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
            boolean path = uri.getScheme() == null && text.startsWith("/") && !text.startsWith("//");
            return web || path ? Optional.of(text) : Optional.empty();
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }

    /** The entry that this makes of what is there. */
    DirectoryEntry over(@Nullable DirectoryEntry before, String id) {
        if (name != null) {
            return new DirectoryEntry(name, url, deleted);
        }
        String lastName = before == null ? id : before.name();
        String lastUrl = url == null && before != null ? before.url() : url;
        return new DirectoryEntry(lastName, lastUrl, deleted);
    }
}
