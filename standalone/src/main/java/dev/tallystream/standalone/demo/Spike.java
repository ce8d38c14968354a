package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import java.time.LocalDate;

/** The one day that stands out: a team used a feature far more than ever. Planted, so that finding it can be checked. */
public record Spike(OrganizationId organization, LocalDate date, FeatureId feature, TeamId team) {}
