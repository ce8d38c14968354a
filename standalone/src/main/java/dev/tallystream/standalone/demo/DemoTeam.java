package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A team; {@code dissolved} is when a deleted one ended. */
record DemoTeam(TeamId id, String name, @Nullable Instant dissolved) {
    boolean isDeleted() {
        return dissolved != null;
    }
}
