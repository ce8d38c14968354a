package dev.tallystream.standalone.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyHash;
import dev.tallystream.http.key.KeyLife;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a server knows, in a file: never the keys themselves, only their hashes.
 *
 * <pre>
 * { "keys" : [ {
 *   "id" : "5d2c40fe9a31", "sha256" : "9f86d081884c7d65…",
 *   "name" : "slides", "scopes" : [ "events:write", "backfill" ], "organizations" : [ "acme" ],
 *   "created_at" : "2026-11-22T10:15:30Z", "expires_at" : "2027-11-22T10:15:30Z", "revoked_at" : "2026-12-01T00:00:00Z"
 * } ] }
 * </pre>
 *
 * A key without {@code organizations} is for all of them, one without {@code expires_at} does not end, one with {@code
 * revoked_at} is good no longer. The file is replaced as a whole, so a reader never sees half of it.
 */
public record KeyFile(Path path) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private record Content(List<Entry> keys) {
        Content {
            Objects.requireNonNull(keys, "keys");
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Entry(
            String id,
            String sha256,
            @Nullable String name,
            List<String> scopes,
            @Nullable List<String> organizations,
            @Nullable String createdAt,
            @Nullable String expiresAt,
            @Nullable String revokedAt) {
        Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(scopes, "scopes");
        }
    }

    /**
     * Every key in the file; none where there is no file yet.
     *
     * @throws CommandFailure if the file cannot be understood: a server that forgot its keys would refuse everybody
     */
    public List<HashedKey> read() {
        if (!Files.exists(path)) {
            return List.of();
        }
        try {
            List<HashedKey> keys = JSON.readValue(Files.readString(path), Content.class).keys().stream()
                    .map(this::hashedKey)
                    .toList();
            refuseTwins(keys);
            return keys;
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new CommandFailure(path + " is not a file of API keys.", e);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read.", e);
        }
    }

    /** Adds a key to those in the file. */
    public void add(HashedKey key) {
        change(keys -> {
            List<HashedKey> more = new ArrayList<>(keys);
            more.add(key);
            return more;
        });
    }

    /** Replaces the keys by what the change makes of them; whoever else changes the file waits meanwhile. */
    public void change(UnaryOperator<List<HashedKey>> change) {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        // A lock of the file keeps other processes out, the monitor other threads of this one.
        synchronized (KeyFile.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                Content content = new Content(
                        change.apply(read()).stream().map(KeyFile::entry).toList());
                PrivateFile.write(path, JSON.writeValueAsString(content) + System.lineSeparator());
            } catch (IOException e) {
                throw new CommandFailure(path + " cannot be written.", e);
            }
        }
    }

    private void refuseTwins(List<HashedKey> keys) {
        Set<String> ids = new HashSet<>();
        for (HashedKey key : keys) {
            if (!ids.add(key.grant().id())) {
                throw new CommandFailure(
                        "%s has the key %s twice.".formatted(path, key.grant().id()));
            }
        }
    }

    private HashedKey hashedKey(Entry entry) {
        OrganizationScope organizations = entry.organizations() == null
                ? new OrganizationScope.All()
                : new OrganizationScope.Only(
                        entry.organizations().stream().map(OrganizationId::new).collect(Collectors.toSet()));
        return new HashedKey(
                new KeyGrant(
                        entry.id(),
                        organizations,
                        entry.scopes().stream().map(this::scope).collect(Collectors.toSet())),
                new KeyHash(entry.sha256()),
                entry.name() == null ? "" : entry.name(),
                new KeyLife(instant(entry.createdAt()), instant(entry.expiresAt()), instant(entry.revokedAt())));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private KeyScope scope(String wireName) {
        return KeyScope.fromWireName(wireName)
                .orElseThrow(() -> new CommandFailure("%s has an unknown scope, %s.".formatted(path, wireName)));
    }

    private static Entry entry(HashedKey key) {
        KeyGrant grant = key.grant();
        return new Entry(
                grant.id(),
                key.hash().hex(),
                key.name().isEmpty() ? null : key.name(),
                grant.scopes().stream().map(KeyScope::wireName).sorted().toList(),
                switch (grant.organizations()) {
                    case OrganizationScope.All() -> null;
                    case OrganizationScope.Only(var organizations) ->
                        organizations.stream()
                                .map(OrganizationId::value)
                                .sorted()
                                .toList();
                },
                text(key.life().created()),
                text(key.life().expires()),
                text(key.life().revoked()));
    }
}
