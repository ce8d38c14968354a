package dev.tallystream.standalone.demo;

import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKey;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.TeamId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.standalone.event.UsedBy;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A company of the demo: its people and teams, and what they use. */
final class DemoCompany {
    private static final FeatureId SPIKE_FEATURE = new FeatureId("create_image");
    /** Recent enough to lie in a running month or the one before, and all of it over. */
    private static final int SPIKE_DAYS_BACK = 9;

    private static final Duration DISSOLVED_BACK = Duration.ofDays(24);

    private static final double TEAM_SIZES = 0.6;
    private static final double USER_ACTIVITY = 0.8;
    private static final double WITHOUT_TEAM = 0.05;
    private static final double BY_GUEST = 0.04;
    private static final double BY_SERVICE = 0.03;
    private static final double BY_UNNAMED = 0.005;
    private static final int GUESTS = 60;
    private static final int SERVICES = 4;

    /** Units of a small use at most. */
    private static final int SMALL_USE = 2;

    /** A new feature is used this often at first, and as often as its weight says after the ramp. */
    private static final double FIRST_ADOPTION = 0.15;

    private static final Duration ADOPTION_RAMP = Duration.ofDays(90);

    private final CompanyOutline outline;
    private final Instant until;
    private final List<DemoFeature> features;
    private final List<DemoFeature> smallFeatures;
    private final List<DemoTeam> teams;
    private final List<DemoUser> users;
    private final Weighted<DemoUser> activeUsers;
    private final Map<TeamId, Weighted<DemoFeature>> featuresOfTeam;
    private final Weighted<DemoFeature> featuresWithoutTeam;
    private final Map<FeatureId, Instant> launches;

    private DemoCompany(CompanyOutline outline, Instant until, RandomGenerator random) {
        this.outline = outline;
        this.until = until;
        this.features = DemoFeature.ALL.subList(0, outline.features());
        this.smallFeatures = features.stream().filter(DemoFeature::isSmall).toList();
        this.teams = teams(outline, until);
        this.users = users(outline, teams, random);
        List<DemoUser> byActivity = new ArrayList<>(users);
        Collections.shuffle(byActivity, random);
        this.activeUsers = Weighted.zipf(byActivity, USER_ACTIVITY);
        this.featuresOfTeam = new LinkedHashMap<>();
        for (DemoTeam team : teams) {
            featuresOfTeam.put(team.id(), tasteOf(random));
        }
        this.featuresWithoutTeam = Weighted.of(features, DemoFeature::weight);
        this.launches = new LinkedHashMap<>();
        for (DemoFeature feature : features) {
            launches.put(feature.id(), launch(feature));
        }
    }

    /** The companies of a plan, the largest first. */
    static List<DemoCompany> all(DemoPlan plan) {
        RandomGenerator random = plan.random(DemoPlan.Purpose.COMPANIES);
        return CompanyOutline.ALL.stream()
                .map(outline -> new DemoCompany(outline, plan.until(), random))
                .toList();
    }

    private static List<DemoTeam> teams(CompanyOutline outline, Instant until) {
        List<DemoTeam> teams = new ArrayList<>();
        for (String name : outline.teams()) {
            boolean deleted = outline.deletedTeam().equals(Optional.of(name));
            TeamId id = new TeamId(String.format(Locale.ROOT, "team-%02d", teams.size() + 1));
            teams.add(new DemoTeam(id, name, deleted ? until.minus(DISSOLVED_BACK) : null));
        }
        return List.copyOf(teams);
    }

    private static List<DemoUser> users(CompanyOutline outline, List<DemoTeam> teams, RandomGenerator random) {
        Weighted<DemoTeam> sizes = Weighted.zipf(teams, TEAM_SIZES);
        List<DemoUser> users = new ArrayList<>();
        for (int number = 1; number <= outline.users(); number++) {
            DemoTeam team = random.nextDouble() < WITHOUT_TEAM ? null : sizes.draw(random);
            DemoTeam former = null;
            while (team != null && team.isDeleted()) {
                former = team;
                team = sizes.draw(random);
            }
            UserId id = new UserId(String.format(Locale.ROOT, "user-%04d", number));
            users.add(new DemoUser(id, PersonNames.draw(random), team, former));
        }
        return List.copyOf(users);
    }

    /** Some teams like some features more: their weights vary by a factor of four. */
    private Weighted<DemoFeature> tasteOf(RandomGenerator random) {
        return Weighted.of(features, feature -> feature.weight() * (0.5 + 1.5 * random.nextDouble()));
    }

    private Instant launch(DemoFeature feature) {
        return feature.monthsOld() > DemoPlan.MONTHS
                ? Instant.MIN
                : until.atOffset(ZoneOffset.UTC)
                        .minusMonths(feature.monthsOld())
                        .toInstant();
    }

    OrganizationId organization() {
        return outline.id();
    }

    OrganizationSettings settings() {
        return outline.settings();
    }

    ZoneId zone() {
        return outline.settings().calendars().first().zone();
    }

    double share() {
        return outline.share();
    }

    /** What the directory says of features, teams and users. */
    Map<DirectoryKey, DirectoryEntry> directory() {
        Map<DirectoryKey, DirectoryEntry> directory = new LinkedHashMap<>();
        for (DemoFeature feature : features) {
            directory.put(key(DirectoryKind.FEATURE, feature.id().value()), DirectoryEntry.named(feature.name()));
        }
        for (DemoTeam team : teams) {
            DirectoryEntry entry = DirectoryEntry.named(team.name());
            directory.put(key(DirectoryKind.TEAM, team.id().value()), team.isDeleted() ? entry.toDeleted() : entry);
        }
        for (DemoUser user : users) {
            directory.put(key(DirectoryKind.USER, user.id().value()), DirectoryEntry.named(user.name()));
        }
        return directory;
    }

    private DirectoryKey key(DirectoryKind kind, String id) {
        return new DirectoryKey(outline.id(), kind, id);
    }

    /** The planted day, where this company has one: a Wednesday a little over a week before the end. */
    Optional<Spike> spike() {
        LocalDate date = LocalDate.ofInstant(until, zone())
                .minusDays(SPIKE_DAYS_BACK)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.WEDNESDAY));
        return spikeTeam().map(team -> new Spike(outline.id(), date, SPIKE_FEATURE, team.id()));
    }

    private Optional<DemoTeam> spikeTeam() {
        return teams.stream()
                .filter(team -> outline.spikeTeam().equals(Optional.of(team.name())))
                .findFirst();
    }

    /** Somebody uses something. */
    Use use(RandomGenerator random, Instant time) {
        double who = random.nextDouble();
        DemoUser user = activeUsers.draw(random);
        DemoTeam team = user.teamAt(time).orElse(null);
        if (who < BY_GUEST) {
            return use(random, time, team, new UsedBy.Guest("guest-" + (1 + random.nextInt(GUESTS))));
        }
        if (who < BY_GUEST + BY_SERVICE) {
            return use(random, time, null, new UsedBy.Service("service-" + (1 + random.nextInt(SERVICES))));
        }
        if (who < BY_GUEST + BY_SERVICE + BY_UNNAMED) {
            return use(random, time, team, new UsedBy.UnnamedMember());
        }
        return use(random, time, team, new UsedBy.Member(user.id()));
    }

    /** Somebody of the spike's team uses the spike's feature. */
    Use spikeUse(RandomGenerator random, Spike spike, Instant time) {
        List<DemoUser> members = users.stream()
                .filter(user -> user.teamAt(time).map(DemoTeam::id).equals(Optional.of(spike.team())))
                .toList();
        DemoFeature feature = features.stream()
                .filter(candidate -> candidate.id().equals(spike.feature()))
                .findFirst()
                .orElseThrow();
        UsedBy usedBy = members.isEmpty()
                ? new UsedBy.UnnamedMember()
                : new UsedBy.Member(members.get(random.nextInt(members.size())).id());
        return new Use(spike.feature(), spike.team(), usedBy, feature.cost(random));
    }

    /**
     * Somebody uses a few units of something that is sold by the word or the message. At several of these a second a
     * demo that runs all day still looks like the days before.
     */
    Use smallUse(RandomGenerator random, Instant time) {
        Use use = use(random, time);
        DemoFeature feature = smallFeatures.get(random.nextInt(smallFeatures.size()));
        Credits cost = new Credits(feature.unit().micros() * random.nextInt(1, SMALL_USE + 1));
        return new Use(feature.id(), use.team(), use.usedBy(), cost);
    }

    private Use use(RandomGenerator random, Instant time, @Nullable DemoTeam team, UsedBy usedBy) {
        TeamId teamId = team == null ? null : team.id();
        Weighted<DemoFeature> taste =
                teamId == null ? featuresWithoutTeam : featuresOfTeam.getOrDefault(teamId, featuresWithoutTeam);
        DemoFeature feature = taste.draw(random);
        while (random.nextDouble() >= adoption(feature, time)) {
            feature = taste.draw(random);
        }
        return new Use(feature.id(), teamId, usedBy, feature.cost(random));
    }

    /** From 0 before the launch over a first share to 1. */
    private double adoption(DemoFeature feature, Instant time) {
        Instant launch = launches.getOrDefault(feature.id(), Instant.MIN);
        if (launch.equals(Instant.MIN)) {
            return 1;
        }
        if (time.isBefore(launch)) {
            return 0;
        }
        double ramp = (double) Duration.between(launch, time).toSeconds() / ADOPTION_RAMP.toSeconds();
        return Math.min(1, FIRST_ADOPTION + (1 - FIRST_ADOPTION) * ramp);
    }

    /** One use, before it has a time and an identity. */
    record Use(FeatureId feature, @Nullable TeamId team, UsedBy usedBy, Credits credits) {}
}
