package dev.tallystream.query.panel;

import dev.tallystream.aggregator.period.Granularity;
import dev.tallystream.contract.billing.Allocation;
import dev.tallystream.contract.billing.BillingCalendar;
import dev.tallystream.contract.billing.BillingDay;
import dev.tallystream.contract.billing.BillingTerms;
import dev.tallystream.contract.credits.Credits;
import dev.tallystream.contract.directory.DirectoryEntry;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import dev.tallystream.query.usage.InMemoryUsageView;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Two years of use by believable organizations, the same at every start. */
final class PreviewData {
    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final int DAYS = 25 * 30;
    private static final int TEAMS = 74;
    private static final int USERS = 180;

    private static final List<String> FEATURES = List.of(
            "AI slides",
            "AI prototyping",
            "AI sidekicks",
            "Create table",
            "Create doc",
            "Summarise board",
            "AI cluster",
            "AI images",
            "Generate code",
            "AI transcripts",
            "Translate");
    private static final List<String> DEPARTMENTS = List.of(
            "Design", "Engineering", "Marketing", "Sales", "Product", "Research", "Support", "Finance", "People");
    private static final List<String> PLACES =
            List.of("Amsterdam", "Berlin", "Lisbon", "Nairobi", "Montréal", "Osaka", "São Paulo", "Warsaw", "Oslo");
    private static final List<String> FIRST = List.of(
            "Amélie", "Bram", "Chidi", "Daniela", "Emre", "Fatima", "Goran", "Hanna", "Ivo", "Jasmijn", "Kenji",
            "Lina");
    private static final List<String> LAST = List.of(
            "de Vries", "Okafor", "Nowak", "Silva", "Tanaka", "Lindqvist", "Rossi", "Kaya", "Meyer", "Dubois", "Novák");

    private final InMemoryUsageView view;
    private final Random random = new Random(7);

    PreviewData(InMemoryUsageView view) {
        this.view = view;
    }

    /** Fills the view up to that time. */
    void fill(Instant now) {
        organization("acme", UserAnalytics.INCLUDE);
        organization("quiet", UserAnalytics.INCLUDE);
        organization("hidden", UserAnalytics.EXCLUDE);
        view.keepFrom(
                "hidden", Granularity.QUARTER, LocalDate.of(now.atZone(ZONE).getYear(), 1, 1));
        ZonedDateTime today = now.atZone(ZONE).truncatedTo(ChronoUnit.DAYS);
        for (int daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
            ZonedDateTime day = today.minusDays(daysAgo);
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            double growth = 0.45 + 0.55 * (DAYS - daysAgo) / DAYS;
            int uses = (int) Math.round((weekend ? 3 : 13) * growth * (0.8 + random.nextDouble() * 0.4));
            for (int i = 0; i < uses; i++) {
                Instant time = day.plusMinutes(random.nextInt(8 * 60, 20 * 60)).toInstant();
                if (time.isBefore(now)) {
                    use("acme", time);
                    if (i % 3 == 0) {
                        use("hidden", time);
                    }
                }
            }
        }
        hostile(now);
        allocate(now);
    }

    /** One more use. */
    void use(String organization, Instant time) {
        int feature = zipf(FEATURES.size());
        int team = zipf(TEAMS);
        int user = zipf(USERS);
        int credits = (1 + random.nextInt(6)) * (feature < 3 ? 40 : 12);
        String team17 = random.nextInt(60) == 0 ? null : "team_" + (team + 1);
        String member = random.nextInt(20) == 0 ? null : "user_" + (1000 + user);
        view.use(
                organization,
                time.toString(),
                id(FEATURES.get(feature)),
                team17,
                member,
                credits + "." + random.nextInt(10));
    }

    private void organization(String id, UserAnalytics analytics) {
        view.settings(
                id, OrganizationSettings.first(analytics, new CalendarRule(ZONE, DayOfWeek.MONDAY, Month.JANUARY)));
        for (String feature : FEATURES) {
            view.directory(id, DirectoryKind.FEATURE, id(feature), DirectoryEntry.named(feature));
        }
        for (int i = 0; i < TEAMS; i++) {
            String name = DEPARTMENTS.get(i % DEPARTMENTS.size()) + (i < 9 ? "" : " " + PLACES.get(i / 9));
            DirectoryEntry team = new DirectoryEntry(name, "https://example.com/teams/" + (i + 1), i == 2 || i == 30);
            if (i != 5) {
                view.directory(id, DirectoryKind.TEAM, "team_" + (i + 1), team);
            }
        }
        for (int i = 0; i < USERS; i++) {
            String name = FIRST.get(i % FIRST.size()) + " " + LAST.get((i * 7 + i / 12) % LAST.size());
            if (i % 40 != 4) {
                view.directory(id, DirectoryKind.USER, "user_" + (1000 + i), DirectoryEntry.named(name));
            }
        }
    }

    /** acme runs out before its reset; quiet used nothing; hidden is over; hostile was never given any. */
    private void allocate(Instant now) {
        LocalDate since = LocalDate.ofInstant(now, ZONE).minusYears(1);
        view.billingTerms("acme", terms("36000", 15, since));
        view.billingTerms("quiet", terms("5000", 1, since));
        view.billingTerms("hidden", terms("4000", 1, since));
    }

    private static BillingTerms terms(String credits, int billingDay, LocalDate since) {
        return BillingTerms.NONE
                .withAllocations(List.of(new Allocation(since, Credits.parse(credits))))
                .withCalendar(BillingCalendar.always(new BillingDay(billingDay)));
    }

    /** Names that try to be markup, to turn the line around or to be nothing. */
    private void hostile(Instant now) {
        String org = "hostile";
        List<String> names = List.of(
                "<img src=x onerror=alert(1)>",
                "\"><svg/onload=alert(1)>",
                "{{7*7}} ${7*7}",
                "\u202Etxt.exe team",
                "</script><script>alert(1)</script>",
                " ",
                "👩‍👩‍👧‍👦 Family 👩🏽‍🚀",
                "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
                "A very long team name that goes on and on without ever coming to a point ".repeat(3));
        for (int i = 0; i < names.size(); i++) {
            String id = "t" + i;
            view.directory(
                    org, DirectoryKind.TEAM, id, new DirectoryEntry(names.get(i), "javascript:alert(1)", i % 2 == 0));
            view.use(org, now.minusSeconds(60).toString(), "f" + i, id, "u" + i, Integer.toString(100 - i));
        }
    }

    private int zipf(int size) {
        return Math.min(size - 1, (int) Math.floor(size * Math.pow(random.nextDouble(), 2.6)));
    }

    private static String id(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
