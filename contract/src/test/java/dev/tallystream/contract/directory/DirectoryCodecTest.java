package dev.tallystream.contract.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallystream.contract.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryCodecTest {
    @Test
    void entriesAreWrittenAsDocumented() {
        DirectoryEntry entry = new DirectoryEntry("Design", "/teams/17", true);

        assertEquals(
                "{\"name\":\"Design\",\"url\":\"/teams/17\",\"deleted\":true}",
                new String(DirectoryCodec.encode(entry), StandardCharsets.UTF_8));
        assertEquals(Optional.of(entry), DirectoryCodec.decode(DirectoryCodec.encode(entry)));
    }

    @Test
    void anEntryNeedsANameOnly() {
        assertEquals(Optional.of(DirectoryEntry.named("é \"x\"")), decode("{\"x\":[{}],\"name\":\"é \\\"x\\\"\"}"));
    }

    @Test
    void aDeletedEntryKeepsItsName() {
        assertEquals(
                new DirectoryEntry("Design", null, true),
                DirectoryEntry.named("Design").toDeleted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"name\":7}",
                "{\"name\":\"a\"",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a\\u0007\"}",
                "{\"name\":\"a\",\"url\":\"b\\u0000\"}",
            })
    void whatIsNoEntryIsNone(String json) {
        assertTrue(decode(json).isEmpty());
    }

    @Test
    void aNameThatIsTooLongIsNoEntry() {
        assertTrue(decode("{\"name\":\"" + "x".repeat(256) + "\"}").isEmpty());
    }

    @ParameterizedTest
    @EnumSource(DirectoryKind.class)
    void keysAreReadBack(DirectoryKind kind) {
        DirectoryKey key = new DirectoryKey(new OrganizationId("acme"), kind, "t1");

        assertEquals(key, DirectoryKey.fromBytes(key.toBytes()));
    }

    @Test
    void aKeyIsLaidOutAsDrawn() {
        byte[] key = new DirectoryKey(new OrganizationId("acme"), DirectoryKind.TEAM, "t1").toBytes();

        assertEquals("000461636d650100027431", HexFormat.of().formatHex(key));
    }

    @Test
    void aTornKeyIsAnError() {
        byte[] key = new DirectoryKey(new OrganizationId("acme"), DirectoryKind.TEAM, "t1").toBytes();

        for (int length = 0; length < key.length; length++) {
            byte[] torn = Arrays.copyOf(key, length);
            assertThrows(RuntimeException.class, () -> DirectoryKey.fromBytes(torn));
        }
        assertThrows(RuntimeException.class, () -> DirectoryKey.fromBytes(Arrays.copyOf(key, key.length + 1)));
    }

    private static Optional<DirectoryEntry> decode(String json) {
        return DirectoryCodec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
