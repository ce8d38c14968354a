package dev.tallystream.query.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a provider's keys are (a JWKS, RFC 7517), chosen by whoever runs the process and by nobody else. */
public sealed interface JwksSource {
    /** Bytes of a whole set: a key with its certificates takes 2 to 8 KiB, and providers publish fewer than ten. */
    int MAX_BYTES = 256 * 1024;

    /**
     * A URL or a file, as a command line names it.
     *
     * @throws IllegalArgumentException for a URL that anybody on the way could answer
     */
    static JwksSource parse(String text) {
        if (text.matches("(?i)https?:.*")) {
            try {
                return new Url(new URI(text));
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("the JWKS URL '" + text + "' is not a URL", e);
            }
        }
        return new File(Path.of(text).toAbsolutePath().normalize());
    }

    /**
     * The set as it is now.
     *
     * @throws IOException where it cannot be had, with a sentence that may be logged
     */
    byte[] read() throws IOException, InterruptedException;

    /** Asked over HTTPS, or over HTTP on this machine; a redirect is an error. */
    record Url(URI uri) implements JwksSource {
        private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
        private static final Duration CONNECT = Duration.ofSeconds(3);
        /** For the whole answer: requests with a key that is not known wait for it. */
        private static final Duration PATIENCE = Duration.ofSeconds(5);

        /** Checks the URL. */
        public Url {
            String host = uri.getHost();
            if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("the JWKS URL must have a host, and neither user nor fragment");
            }
            boolean safe =
                    uri.getScheme().equalsIgnoreCase("https") || THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
            if (!safe) {
                throw new IllegalArgumentException(
                        "the JWKS URL '" + uri + "' must begin with https://, since its keys decide who gets in");
            }
        }

        @Override
        public byte[] read() throws IOException, InterruptedException {
            // A client for each question, of which there are few: nothing is kept open, nothing has to be closed.
            try (HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build()) {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .header("Accept", "application/jwk-set+json, application/json")
                        .build();
                CompletableFuture<HttpResponse<byte[]>> asked =
                        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
                try {
                    HttpResponse<byte[]> answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    if (answer.statusCode() != 200) {
                        throw new IOException("it answers " + answer.statusCode());
                    }
                    return answer.body();
                } catch (TimeoutException e) {
                    throw new IOException("it does not answer within " + PATIENCE.toSeconds() + " seconds", e);
                } catch (ExecutionException e) {
                    throw new IOException("it cannot be read", e.getCause());
                } finally {
                    asked.cancel(true);
                    client.shutdownNow();
                }
            }
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /** Read again whenever a key is not known, so a file that is replaced needs no restart. */
    record File(Path path) implements JwksSource {
        @Override
        public byte[] read() throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException("it has more than " + MAX_BYTES + " bytes");
                }
                return bytes;
            }
        }

        /**
         * Says early what would let nobody in.
         *
         * @throws IOException where the file cannot be read or has no key to verify tokens with
         */
        public void requireKeys() throws IOException {
            try {
                if (ProviderKeys.parse(read()).isEmpty()) {
                    throw new IOException(
                            "there is none to verify tokens with (RS256, PS256, ES256 or EdDSA, and a kid)");
                }
            } catch (ParseException e) {
                throw new IOException("they are no JWKS", e);
            } catch (NoSuchFileException e) {
                throw new IOException("there is no such file", e);
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
