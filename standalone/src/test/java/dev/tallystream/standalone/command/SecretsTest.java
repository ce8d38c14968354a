package dev.tallystream.standalone.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys;
import dev.tallystream.http.key.KeyGrant;
import dev.tallystream.http.key.KeyScope;
import dev.tallystream.http.key.OrganizationScope;
import dev.tallystream.query.access.Principal.SignedIn;
import dev.tallystream.query.access.Role;
import dev.tallystream.query.access.SigningKey;
import dev.tallystream.query.access.TokenAuthority;
import dev.tallystream.standalone.TypedCommand;
import dev.tallystream.standalone.installation.Installation;
import dev.tallystream.standalone.installation.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final OrganizationScope ACME = new OrganizationScope.Only(Set.of(new OrganizationId("acme")));

    private final TypedCommand typed = new TypedCommand();

    @TempDir
    private Path directory;

    @Test
    void aTokenIsForOneOrganizationAndRoleAndKnownToWhoeverHasTheDirectory() {
        SigningKey key = new Installation(directory).signingKeyFile().readOrCreate();

        assertEquals(0, typed.run("token", "--data", directory.toString(), "--org", "acme", "--role", "billing_admin"));

        assertEquals(
                Optional.of(new SignedIn(ACME, Role.BILLING_ADMIN)),
                new TokenAuthority(key, Clock.systemUTC()).verify(typed.answer().strip()));
    }

    @Test
    void aTokenEnds() throws Exception {
        SigningKey key = new Installation(directory).signingKeyFile().readOrCreate();

        assertEquals(0, typed.run("token", "--data", directory.toString(), "--org", "acme", "--days", "2", "--json"));

        JsonNode json = new ObjectMapper().readTree(typed.answer());
        Instant end = Instant.parse(json.get("expires_at").textValue());
        String token = json.get("token").textValue();
        assertAll(
                () -> assertTrue(Duration.between(Instant.now(), end).toHours() >= 47),
                () -> assertTrue(new TokenAuthority(key, () -> end.minusSeconds(1))
                        .verify(token)
                        .isPresent()),
                () -> assertTrue(new TokenAuthority(key, () -> end.plusSeconds(1))
                        .verify(token)
                        .isEmpty()));
    }

    @Test
    void aProcessOfItsOwnSharesItsSecretByTheEnvironmentOrAFile() throws Exception {
        SigningKey key = SigningKey.generate();
        Path file = Files.writeString(directory.resolve("secret"), key.reveal() + "\n");

        typed.setEnvironment(Map.of("TALLYSTREAM_SIGNING_KEY", key.reveal()));
        assertEquals(0, typed.run("token", "--org", "acme"));
        typed.setEnvironment(Map.of());
        assertEquals(0, typed.run("token", "--org", "acme", "--signing-key-file", file.toString()));

        TokenAuthority authority = new TokenAuthority(key, Clock.systemUTC());
        assertEquals(
                2,
                typed.answer()
                        .lines()
                        .filter(token -> authority.verify(token).isPresent())
                        .count());
    }

    @Test
    void aSecretThatIsNoneIsOneSentence() {
        assertEquals(1, typed.run("token", "--org", "acme", "--signing-key", "secret"));

        assertEquals("The signing key is not 64 hex digits.%n".formatted(), typed.aside());
    }

    @Test
    void aKeyIsShownOnceAndKnownToAServerThatStartsWithTheFile() {
        KeyFile file = new KeyFile(directory.resolve("keys.json"));

        assertEquals(
                0,
                typed.run(
                        "key",
                        "create",
                        "--keys-file",
                        file.path().toString(),
                        "--org",
                        "acme",
                        "--scope",
                        "usage:read"));

        Optional<KeyGrant> grant =
                new HashedKeys(file.read()).find(typed.answer().strip());
        assertEquals(Optional.of(ACME), grant.map(KeyGrant::organizations));
        assertEquals(Optional.of(Set.of(KeyScope.USAGE_READ)), grant.map(KeyGrant::scopes));
    }
}
