package dev.tallystream.query.usage;

/** What an event of the stream says; whoever wants the numbers asks for them with {@code min_position}. */
record UsageUpdate(String organizationId, String asOf, long lagMs, String position) {
    static UsageUpdate of(String organizationId, FreshnessAnswer freshness) {
        return new UsageUpdate(organizationId, freshness.asOf(), freshness.lagMs(), freshness.position());
    }
}
