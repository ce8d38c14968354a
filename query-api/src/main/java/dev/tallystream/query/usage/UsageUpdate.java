package dev.tallystream.query.usage;

/**
 * What an event of the stream says; whoever wants the numbers asks for them with {@code min_position}.
 *
 * @param settingsVersion with the position it tells whether an answer that is at hand is still the newest
 */
record UsageUpdate(String organizationId, String asOf, long lagMs, String position, long settingsVersion) {
    static UsageUpdate of(String organizationId, FreshnessAnswer freshness, long settingsVersion) {
        return new UsageUpdate(
                organizationId, freshness.asOf(), freshness.lagMs(), freshness.position(), settingsVersion);
    }
}
