package dev.tallystream.query.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tallystream.query.usage.Fresh;
import dev.tallystream.query.usage.FreshnessAnswer;

/** What became of one event, and how fresh that is. */
public record EventAnswer(@JsonUnwrapped EventFacts facts, FreshnessAnswer freshness) implements Fresh {}
