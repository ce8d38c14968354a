package dev.tallystream.standalone.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long free = 100;
    private long now = -SECOND;
    private int looks;

    private DiskRoom room() {
        return new DiskRoom(
                () -> {
                    looks++;
                    return free;
                },
                100,
                () -> now);
    }

    @Test
    void belowTheMarkThereIsNoRoomAndASecondAfterItIsFreedThereIs() {
        DiskRoom room = room();
        assertTrue(room.isLeft());
        free = 99;
        assertTrue(room.isLeft());

        now += SECOND;
        assertFalse(room.isLeft());
        free = 100;
        now += SECOND;

        assertTrue(room.isLeft());
    }

    @Test
    void aDiskThatIsFullAtTheStartIsKnownToBe() {
        free = 0;

        assertFalse(room().isLeft());
    }

    @Test
    void howeverOftenItIsAskedItLooksOnceASecond() {
        DiskRoom room = room();
        for (int i = 0; i < 1_000; i++) {
            room.isLeft();
        }

        assertEquals(1, looks);
    }

    @Test
    void itLooksAtTheDiskOfTheDirectory(@TempDir Path directory) throws Exception {
        long free = Files.getFileStore(directory).getUsableSpace();

        assertTrue(DiskRoom.on(directory, free / 2).isLeft());
        assertFalse(DiskRoom.on(directory, free * 2).isLeft());
    }
}
