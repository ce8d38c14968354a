package dev.tallystream.standalone.demo;

import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.settings.CalendarRule;
import dev.tallystream.contract.settings.OrganizationSettings;
import dev.tallystream.contract.settings.UserAnalytics;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What is decided about a company before chance fills it with people.
 *
 * @param share its part of all events
 * @param features how many of {@link DemoFeature#ALL} it uses
 * @param teams names, the largest teams first
 * @param deletedTeam which of them was dissolved a few weeks before the end
 * @param spikeTeam which of them has the one day that stands out
 */
record CompanyOutline(
        OrganizationId id,
        double share,
        OrganizationSettings settings,
        int users,
        int features,
        List<String> teams,
        Optional<String> deletedTeam,
        Optional<String> spikeTeam) {
    /** Large in Amsterdam, middle in New York, small in Tokyo, and one so small that nothing is left for Others. */
    static final List<CompanyOutline> ALL = List.of(
            new CompanyOutline(
                    new OrganizationId("acme"),
                    0.70,
                    settings("Europe/Amsterdam", DayOfWeek.MONDAY, Month.JANUARY, UserAnalytics.INCLUDE),
                    1_500,
                    DemoFeature.ALL.size(),
                    List.of(
                            "Product Design",
                            "Customer Success",
                            "Marketing",
                            "Platform Engineering",
                            "Growth Experiments",
                            "Sales EMEA",
                            "Research",
                            "Équipe Produit",
                            "Sales Americas",
                            "Data & Insights",
                            "Ventas México",
                            "Mobile",
                            "People & Culture",
                            "Support",
                            "Finanzen & Controlling",
                            "Solutions Engineering",
                            "Content",
                            "Brand Studio",
                            "Web",
                            "Legal",
                            "Partnerships",
                            "プロダクト企画",
                            "Security",
                            "Developer Relations",
                            "Events",
                            "Procurement",
                            "Kundenservice Köln",
                            "Learning & Development",
                            "Site Reliability",
                            "Accessibility",
                            "Localization",
                            "Strategy",
                            "Förderprojekte",
                            "Internal Tools",
                            "Facilities",
                            "Compliance",
                            "Żagiel (Warszawa)",
                            "Press Office",
                            "客户体验",
                            "Executive Office",
                            "Onboarding"),
                    Optional.of("Growth Experiments"),
                    Optional.of("Brand Studio")),
            new CompanyOutline(
                    new OrganizationId("globex"),
                    0.18,
                    settings("America/New_York", DayOfWeek.SUNDAY, Month.OCTOBER, UserAnalytics.INCLUDE),
                    220,
                    11,
                    List.of(
                            "Engineering",
                            "Sales",
                            "Marketing",
                            "Design",
                            "Operations",
                            "Customer Care",
                            "Supply Chain",
                            "R&D",
                            "Finance",
                            "People",
                            "IT",
                            "Quality"),
                    Optional.empty(),
                    Optional.empty()),
            new CompanyOutline(
                    new OrganizationId("initech"),
                    0.09,
                    settings("Asia/Tokyo", DayOfWeek.MONDAY, Month.APRIL, UserAnalytics.INCLUDE),
                    85,
                    9,
                    List.of("開発", "デザイン", "営業", "マーケティング", "Global Support", "人事", "経理"),
                    Optional.empty(),
                    Optional.empty()),
            new CompanyOutline(
                    new OrganizationId("hooli"),
                    0.03,
                    settings("Australia/Sydney", DayOfWeek.MONDAY, Month.JULY, UserAnalytics.EXCLUDE),
                    9,
                    5,
                    List.of("Studio", "Office", "Clients"),
                    Optional.empty(),
                    Optional.empty()));

    private static OrganizationSettings settings(
            String zone, DayOfWeek weekStart, Month fiscalYearStart, UserAnalytics userAnalytics) {
        return OrganizationSettings.first(userAnalytics, new CalendarRule(ZoneId.of(zone), weekStart, fiscalYearStart));
    }
}
