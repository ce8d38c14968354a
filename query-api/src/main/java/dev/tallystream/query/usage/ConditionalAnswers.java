package dev.tallystream.query.usage;

import dev.tallystream.contract.settings.OrganizationSettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers with a weak {@code ETag} over everything but the freshness, and with 304 where the caller has that already.
 * Rows, names and calendar are in the answer; the settings are added, so that the privacy switch changes every tag.
 */
@Singleton
public final class ConditionalAnswers {
    private static final String FRESHNESS = "freshness";
    /** 128 bits: no two answers of one address will ever share them. */
    private static final int TAG_BYTES = 16;

    private final JsonMapper json;

    ConditionalAnswers(JsonMapper json) {
        this.json = json;
    }

    /** The response; a problem where there is no answer. */
    public <T extends Fresh> HttpResponse<?> respond(HttpRequest<?> request, UsageOutcome<T> outcome) {
        return switch (outcome) {
            case UsageOutcome.Answer<T>(T answer, var settings) -> {
                String tag = tag(answer, settings);
                MutableHttpResponse<?> response = isKnown(request, tag)
                        ? HttpResponse.notModified()
                        : HttpResponse.ok(answer).contentType(MediaType.APPLICATION_JSON_TYPE);
                yield response.headers(answer.freshness()::addTo).header(HttpHeaders.ETAG, tag);
            }
            case UsageOutcome.NotAligned<T>(var from, var to) ->
                HttpResponse.unprocessableEntity()
                        .contentType("application/problem+json")
                        .body(RangeProblem.of(request.getUri().getRawPath(), from, to));
            default -> HttpResponse.ok(UsageProblems.answered(outcome));
        };
    }

    private String tag(Fresh answer, OrganizationSettings settings) {
        try {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            json.writeValueToTree(answer).entries().forEach(member -> members.put(member.getKey(), member.getValue()));
            members.remove(FRESHNESS);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((settings.version() + " " + settings.userAnalytics() + " ").getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(json.writeValueAsBytes(JsonNode.createObjectNode(members)));
            return "W/\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES))
                    + "\"";
        } catch (IOException e) {
            throw new UncheckedIOException("an answer of ours can be written", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * RFC 9110: any of several tags, compared weakly, or {@code *} for whatever there is. 304 is an answer to GET and HEAD
     * only; a question that is posted is answered.
     */
    private static boolean isKnown(HttpRequest<?> request, String tag) {
        if (request.getMethod() == HttpMethod.POST) {
            return false;
        }
        List<String> headers = request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH);
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || weak(known).equals(tag));
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag : "W/" + tag;
    }
}
