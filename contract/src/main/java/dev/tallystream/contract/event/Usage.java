package dev.tallystream.contract.event;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.TeamId;
import org.jspecify.annotations.Nullable;

/** What was used: how many credits, for which feature, in which team (if any), by whom. */
public record Usage(FeatureId feature, @Nullable TeamId team, Actor actor, Credits credits) {}
