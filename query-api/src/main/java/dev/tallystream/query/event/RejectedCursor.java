package dev.tallystream.query.event;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.query.usage.PlaceSeal;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Makes cursors of places, timestamp, partition and offset, and knows its own, of the same organization. */
final class RejectedCursor {
    private static final String PURPOSE = "rejected-events ";
    private static final int PLACE_LENGTH = 2 * Long.BYTES + Integer.BYTES;
    private static final int SIGNATURE_LENGTH = 16;

    private final PlaceSeal seal;

    RejectedCursor(byte[] key) {
        this.seal = new PlaceSeal(key, PLACE_LENGTH, SIGNATURE_LENGTH);
    }

    String seal(RejectedPlace place, OrganizationId organization) {
        byte[] bytes = ByteBuffer.allocate(PLACE_LENGTH)
                .putLong(place.timestamp())
                .putInt(place.partition())
                .putLong(place.offset())
                .array();
        return seal.seal(bytes, PURPOSE + organization.value());
    }

    /** The place, or empty where the cursor is none of ours or another organization's. */
    Optional<RejectedPlace> open(String cursor, OrganizationId organization) {
        return seal.open(cursor, PURPOSE + organization.value())
                .map(place -> new RejectedPlace(place.getLong(), place.getInt(), place.getLong()));
    }
}
