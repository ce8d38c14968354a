package dev.tallystream.standalone.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.description.DescribedClient;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What a feature and an admin of one organization do over HTTP; every answer must be as it is described. */
public final class Caller implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = new DescribedClient();
    private final String organization;

    /** For that organization. */
    public Caller(String organization) {
        this.organization = organization;
    }

    /** Publishes one event of now; returns the status. */
    public int publish(URI ingest, String key, String id, String credits) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(ingest.resolve("/v1/events"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/cloudevents+json")
                .POST(BodyPublishers.ofString(event(id, credits)))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** An event of now, in structured mode. */
    public String event(String id, String credits) {
        return """
                {"specversion":"1.0","id":"%s","source":"/test","type":"ai.credits.consumed.v1","subject":"%s",\
                "time":"%s","data":{"feature":"ai_slides","team_id":"team_1","user_id":"user_1","credits":"%s"}}""".formatted(id, organization, Instant.now(), credits);
    }

    /** The panel's answer for the current quarter. */
    public JsonNode usage(URI query, SigningKey signingKey) throws IOException, InterruptedException {
        return usage(query, signingKey, "quarter", "current");
    }

    /** The panel's answer for that period. */
    public JsonNode usage(URI query, SigningKey signingKey, String granularity, String period)
            throws IOException, InterruptedException {
        String path = "/v1/orgs/%s/credits-usage?granularity=%s&period=%s".formatted(organization, granularity, period);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(query.resolve(path))
                        .header("Authorization", "Bearer " + token(signingKey))
                        .build(),
                BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }

    /** The status of a plain GET. */
    public int status(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** A token of the organization's admin. */
    public String token(SigningKey signingKey) {
        SignedIn admin =
                new SignedIn(new OrganizationScope.Only(Set.of(new OrganizationId(organization))), Role.ORG_ADMIN);
        return new TokenAuthority(signingKey, Clock.systemUTC()).issue(admin, Duration.ofHours(1));
    }

    @Override
    public void close() {
        client.close();
    }
}
