package dev.tallystream.standalone.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.topic.Placement;
import dev.tallystream.contract.topic.Topics;
import dev.tallystream.standalone.installation.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** People of an identity provider at a running server, and what it lets them see. */
@Tag("process")
class AccessTest {
    private static final String CANARY = "canary-user-3e8d";
    private static final String PANEL = "/v1/orgs/acme/credits-usage";
    private static final String OURS = "https://app.example.com";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aProvidersPersonSeesTheirOrganizationAndNobodySeesWhoIsHidden() throws Exception {
        Path jwks = directory.resolve("jwks.json");
        KeyPair first = publish(jwks, "first");
        Installation installation = new Installation(directory.resolve("data"));
        Map<String, String> environment = Map.of(
                "TALLYSTREAM_ISSUER", "https://id.example.com/",
                "TALLYSTREAM_JWKS", jwks.toString(),
                "TALLYSTREAM_AUDIENCE", "usage",
                "TALLYSTREAM_ORGANIZATION_CLAIM", "org_id",
                "TALLYSTREAM_ROLE_CLAIM", "/access/roles",
                "TALLYSTREAM_ALLOW_ORIGIN", "https://b.example.com," + OURS);
        try (RunningTallystream serve = RunningTallystream.serve(installation.directory(), environment)) {
            URI url = serve.url();
            String token = token(first, "first");
            use(url, installation.credentials().orElseThrow().ingestKey());

            HttpResponse<String> shown = Await.until(
                    () -> get(url, PANEL, token, null), answer -> answer.body().contains(CANARY));
            assertEquals(
                    OURS,
                    shown.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
            assertEquals(
                    404, get(url, "/v1/orgs/other/credits-usage", token, null).statusCode());
            String tag = shown.headers().firstValue("ETag").orElseThrow();
            assertEquals(304, get(url, PANEL, token, tag).statusCode());

            // Settings that nobody can read hide individuals.
            writeUnreadableSettings(serve.bootstrapServers());
            Await.until(() -> get(url, PANEL, token, tag), answer -> answer.statusCode() == 200);
            askForEverything(url, token);

            KeyPair second = publish(jwks, "second");
            Await.until(() -> get(url, PANEL, token(second, "second"), null), answer -> answer.statusCode() == 200);
            assertEquals(401, get(url, PANEL, token, null).statusCode());
            assertEquals(0, serve.stop());
            said.add(serve.errors());
            said.add(Files.readString(installation.log()));
            said.forEach(text -> assertFalse(text.contains(CANARY), text));
            said.forEach(text -> assertFalse(text.contains(token), text));
        } finally {
            client.close();
        }
    }

    private void askForEverything(URI url, String token) throws Exception {
        for (String path : List.of(
                PANEL,
                PANEL + "/features",
                PANEL + "/teams",
                PANEL + "/history",
                PANEL + "/features?format=csv",
                "/v1/orgs/acme/reconciliation",
                "/v1/orgs/acme/analytics-settings",
                "/admin/acme/credits-usage",
                "/admin/acme/credits-usage/teams",
                "/metrics")) {
            HttpResponse<String> answer = get(url, path, token, null);
            assertEquals(200, answer.statusCode(), path);
            said.add(answer.body() + answer.headers().map());
        }
        for (String path : List.of(
                PANEL + "/users",
                PANEL + "/users?format=csv",
                PANEL + "/users?team_id=t1",
                PANEL + "/features?user_id=u",
                PANEL + "/query?from=2026-01-01&to=2026-04-01&group_by=user_id",
                "/admin/acme/credits-usage/users")) {
            HttpResponse<String> answer = get(url, path, token, null);
            assertEquals(403, answer.statusCode(), path);
            said.add(answer.body() + answer.headers().map());
        }
        assertTrue(said.getFirst().contains("\"hidden\":[\"by_user\"]"), said.getFirst());
    }

    private void use(URI url, String key) throws Exception {
        String event = """
                {"specversion":"1.0","id":"1","source":"/test","type":"ai.credits.consumed.v1","subject":"acme",\
                "data":{"feature":"ai_slides","team_id":"t1","user_id":"%s","credits":"3"}}""".formatted(CANARY);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(url.resolve("/v1/events"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(BodyPublishers.ofString(event))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(202, answer.statusCode(), answer.body());
    }

    private static void writeUnreadableSettings(String bootstrapServers) throws Exception {
        OrganizationId acme = new OrganizationId("acme");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions =
                    producer.partitionsFor(Topics.ORGANIZATION_SETTINGS.name()).size();
            producer.send(new ProducerRecord<>(
                            Topics.ORGANIZATION_SETTINGS.name(),
                            Placement.partitionOf(acme, partitions),
                            Placement.recordKey(acme),
                            "{\"user_analytics\":".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private HttpResponse<String> get(URI url, String path, String token, @Nullable String tag) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Origin", OURS);
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Writes the set of a new key, as the provider's file of tomorrow. */
    private static KeyPair publish(Path jwks, String kid) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        Files.writeString(
                jwks, """
                {"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","kid":"%s","x":"%s"}]}""".formatted(kid, base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))));
        return pair;
    }

    private static String token(KeyPair pair, String kid) throws Exception {
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(kid);
        String claims = """
                {"iss":"https://id.example.com/","aud":["usage","other"],"exp":%d,"sub":"somebody","org_id":"acme",\
                "access":{"roles":["offline","org_admin"]}}""".formatted(Instant.now().plusSeconds(3_600).getEpochSecond());
        String input =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.UTF_8));
        return input + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
