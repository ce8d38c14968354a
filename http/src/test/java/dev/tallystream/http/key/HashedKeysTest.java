package dev.tallystream.http.key;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.http.key.HashedKeys.HashedKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashedKeysTest {
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId GLOBEX = new OrganizationId("globex");

    private final KeySecret secret = KeySecret.generate();
    private final KeyGrant grant = new KeyGrant(
            secret.id(), new OrganizationScope.Only(Set.of(ACME)), Set.of(KeyScope.EVENTS_WRITE, KeyScope.BACKFILL));
    private final ApiKeys keys = new HashedKeys(List.of(new HashedKey(grant, secret.hash())));

    @Test
    void aKnownKeyHasItsGrant() {
        assertEquals(Optional.of(grant), keys.find(secret.reveal()));
    }

    @Test
    void aKnownIdWithAnotherSecretIsUnknown() {
        String other = "ck_" + secret.id()
                + KeySecret.generate().reveal().substring(secret.id().length() + 3);

        assertNotEquals(secret.reveal(), other);
        assertTrue(keys.find(other).isEmpty());
    }

    @Test
    void aKeyThatDiffersInItsLastCharacterOnlyIsUnknown() {
        String key = secret.reveal();
        char last = key.charAt(key.length() - 1);

        assertTrue(keys.find(key.substring(0, key.length() - 1) + (last == 'A' ? 'B' : 'A'))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ck_", "ck_a_b", "ck__x", "bearer", "ck_a_0123456789012345678901234567890\u0000"})
    void whatIsNoKeyIsUnknown(String presented) {
        assertTrue(keys.find(presented).isEmpty());
    }

    @Test
    void everyGeneratedKeyIsAnother() {
        KeySecret other = KeySecret.generate();

        assertAll(
                () -> assertNotEquals(secret.reveal(), other.reveal()), () -> assertNotEquals(secret.id(), other.id()));
    }

    @Test
    void aSecretIsNotInItsDescription() {
        String hidden = secret.reveal().substring(secret.id().length() + 4);

        assertFalse(secret.toString().contains(hidden));
    }

    @Test
    void twoKeysOfOneIdAreAMistake() {
        HashedKey key = new HashedKey(grant, secret.hash());

        assertThrows(IllegalStateException.class, () -> new HashedKeys(List.of(key, key)));
    }

    @Test
    void aKeyIsForItsOrganizationsOnly() {
        assertAll(
                () -> assertTrue(grant.organizations().includes(ACME)),
                () -> assertFalse(grant.organizations().includes(GLOBEX)),
                () -> assertTrue(new OrganizationScope.All().includes(GLOBEX)));
    }

    @Test
    void aKeyForNobodyIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> new OrganizationScope.Only(Set.of()));
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void everyScopeIsReadAsItIsSpelt(KeyScope scope) {
        assertEquals(Optional.of(scope), KeyScope.fromWireName(scope.wireName()));
    }
}
