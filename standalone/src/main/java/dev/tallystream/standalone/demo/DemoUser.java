package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member.
 *
 * @param team where they are now
 * @param formerTeam where they were until that team was dissolved
 */
record DemoUser(
        UserId id,
        String name,
        @Nullable DemoTeam team,
        @Nullable DemoTeam formerTeam) {
    /** The team at that time. */
    Optional<DemoTeam> teamAt(Instant time) {
        boolean before = formerTeam != null && formerTeam.dissolved() != null && time.isBefore(formerTeam.dissolved());
        return Optional.ofNullable(before ? formerTeam : team);
    }
}
