package dev.tallystream.query.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider on a loopback port: publishes keys, counts who asks for them, and can fail in several ways. */
final class PlayedProvider implements AutoCloseable {
    static final String ISSUER = "https://id.example/";
    static final String AUDIENCE = "https://tallystream.example";
    static final Instant NOW = Instant.parse("2026-11-22T10:15:30.412Z");

    private record Answer(int status, String location, byte[] body) {}

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile CountDownLatch thawed = new CountDownLatch(0);
    private volatile Answer answer = new Answer(503, "", new byte[0]);

    PlayedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("a loopback port can be listened on", e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        awaitThaw();
        Answer now = answer;
        if (!now.location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", now.location);
        }
        exchange.sendResponseHeaders(now.status, now.body.length == 0 ? -1 : now.body.length);
        exchange.getResponseBody().write(now.body);
        exchange.close();
    }

    private void awaitThaw() {
        try {
            thawed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers nothing any more, until it is closed. */
    void freeze() {
        thawed = new CountDownLatch(1);
    }

    /** Publishes the public parts of these keys. */
    PlayedProvider publish(JWK... keys) {
        return answer(new JWKSet(List.of(keys)).toString(true).getBytes(StandardCharsets.UTF_8));
    }

    /** Publishes these bytes. */
    PlayedProvider answer(byte[] body) {
        answer = new Answer(200, "", body);
        return this;
    }

    /** Sends whoever asks elsewhere. */
    void redirect(URI elsewhere) {
        answer = new Answer(302, elsewhere.toString(), new byte[0]);
    }

    /** Answers 503 from now on. */
    void fail() {
        answer = new Answer(503, "", new byte[0]);
    }

    /** How often it was asked. */
    int asked() {
        return asked.get();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    IdentityProvider trusted() {
        return new IdentityProvider(ISSUER, AUDIENCE, new JwksSource.Url(url()), ClaimNames.DEFAULT);
    }

    /** The header of a good token. */
    static JWSHeader.Builder header(JWSAlgorithm algorithm, String kid) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid);
    }

    /** The claims of a good token: an admin of acme. */
    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("person-1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(600)))
                .claim("role", "org_admin")
                .claim("organizations", List.of("acme"));
    }

    @Override
    public void close() {
        thawed.countDown();
        server.stop(0);
    }
}
