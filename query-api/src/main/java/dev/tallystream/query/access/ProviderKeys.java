package dev.tallystream.query.access;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a provider as they were last read: at the start, every {@link #FRESH}, and where a token names one that is
 * not known, at most once in {@link #PAUSE} whoever asks. What cannot be read leaves the known keys in force. Thread-safe.
 */
final class ProviderKeys implements AutoCloseable {
    /** A key that the provider withdrew opens nothing after that. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** So tokens with invented keys make no load for the provider; a new key is known that much later at worst. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

    private final JwksSource source;
    private final InstantSource clock;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().name("provider-keys").daemon().unstarted(work));
    private @Nullable CompletableFuture<Void> underWay;
    private @Nullable Instant lastBegun;
    private volatile @Nullable List<ProviderKey> keys;

    ProviderKeys(JwksSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        var _ = readAgain();
        var _ = reader.scheduleWithFixedDelay(this::read, FRESH.toMillis(), FRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the provider's keys could ever be read. */
    boolean areKnown() {
        return keys != null;
    }

    /** The key of that id that signs with that algorithm. */
    Optional<ProviderKey> find(String id, JWSAlgorithm algorithm) {
        List<ProviderKey> known = keys;
        return known == null
                ? Optional.empty()
                : known.stream()
                        .filter(key -> key.id().equals(id) && key.algorithms().contains(algorithm))
                        .findFirst();
    }

    /** Ends, never with a failure, when the keys are as new as they may be. */
    synchronized CompletableFuture<Void> readAgain() {
        if (underWay != null) {
            return underWay;
        }
        if (lastBegun != null
                && Duration.between(lastBegun, clock.instant()).abs().compareTo(PAUSE) < 0) {
            return CompletableFuture.completedFuture(null);
        }
        lastBegun = clock.instant();
        CompletableFuture<Void> reading = new CompletableFuture<>();
        underWay = reading;
        reader.execute(() -> {
            read();
            synchronized (this) {
                underWay = null;
            }
            reading.completeAsync(() -> null);
        });
        return reading;
    }

    private void read() {
        try {
            List<ProviderKey> read = parse(source.read());
            keys = read;
            LOG.debug("Read the identity provider's keys count={}", read.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ParseException | RuntimeException e) {
            LOG.warn("The identity provider's keys cannot be read; known ones stay in force. source={}", source, e);
        }
    }

    /**
     * The keys of a set that are of use here.
     *
     * @throws ParseException where the bytes are no set of keys
     */
    static List<ProviderKey> parse(byte[] jwks) throws ParseException {
        return JWKSet.parse(new String(jwks, StandardCharsets.UTF_8)).getKeys().stream()
                .flatMap(jwk -> ProviderKey.from(jwk).stream())
                .toList();
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
