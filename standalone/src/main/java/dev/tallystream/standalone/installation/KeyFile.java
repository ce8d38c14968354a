package dev.tallystream.standalone.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyHash;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.standalone.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API keys that a server knows, in a file: never the keys themselves, only their hashes.
 *
 * <pre>
 * { "keys" : [ {
 *   "id" : "5d2c40fe9a31", "sha256" : "9f86d081884c7d65…",
 *   "scopes" : [ "events:write", "backfill" ], "organizations" : [ "acme" ]
 * } ] }
 * </pre>
 *
 * A key without {@code organizations} is for all of them.
 */
public record KeyFile(Path path) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private record Content(List<Entry> keys) {
        Content {
            Objects.requireNonNull(keys, "keys");
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Entry(
            String id,
            String sha256,
            List<String> scopes,
            @Nullable List<String> organizations) {
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
            return JSON.readValue(Files.readString(path), Content.class).keys().stream()
                    .map(this::hashedKey)
                    .toList();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CommandFailure(path + " is not a file of API keys.", e);
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be read.", e);
        }
    }

    /** Adds a key to those in the file. */
    public void add(HashedKey key) {
        List<HashedKey> keys = new ArrayList<>(read());
        keys.add(key);
        Content content = new Content(keys.stream().map(KeyFile::entry).toList());
        try {
            PrivateFile.write(path, JSON.writeValueAsString(content) + System.lineSeparator());
        } catch (IOException e) {
            throw new CommandFailure(path + " cannot be written.", e);
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
                new KeyHash(entry.sha256()));
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
                grant.scopes().stream().map(KeyScope::wireName).sorted().toList(),
                switch (grant.organizations()) {
                    case OrganizationScope.All() -> null;
                    case OrganizationScope.Only(var organizations) ->
                        organizations.stream()
                                .map(OrganizationId::value)
                                .sorted()
                                .toList();
                });
    }
}
