package dev.tallystream.contract.rejected;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tallystream.contract.id.OrganizationId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectedKeyTest {
    private static final RejectedKey ACME = new RejectedKey(new OrganizationId("acme"), 3, 182_736);

    static Stream<RejectedKey> keys() {
        return Stream.of(
                ACME,
                new RejectedKey(null, 0, 0),
                new RejectedKey(new OrganizationId("é😀"), Integer.MAX_VALUE, Long.MAX_VALUE),
                RejectedKey.ofNothing(2));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyIsReadAsItWasWritten(RejectedKey key) {
        assertEquals(key, RejectedKey.fromBytes(key.toBytes()));
    }

    @Test
    void theBytesAreThoseOnDisk() {
        assertEquals("000461636d6580000003800000000002c9d0", HexFormat.of().formatHex(ACME.toBytes()));
    }

    @Test
    void whatIsNoKeyIsRefused() {
        byte[] key = ACME.toBytes();
        for (int length = 0; length < key.length; length++) {
            byte[] torn = Arrays.copyOf(key, length);
            assertThrows(IllegalArgumentException.class, () -> RejectedKey.fromBytes(torn), length + " bytes");
        }
        byte[] longer = Arrays.copyOf(key, key.length + 1);
        assertThrows(IllegalArgumentException.class, () -> RejectedKey.fromBytes(longer));
    }
}
