package dev.tallystream.standalone.history;

import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the columns of CSV files become usage. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CsvOptions {
    @SuppressWarnings("UnusedVariable") // that it is given is all it says
    @Option(names = "--csv", required = true, description = "The files are CSV in UTF-8 with a header.")
    private boolean csv;

    @Option(names = "--org", required = true, paramLabel = "ORG", description = "The organization that used it.")
    private String organization;

    @Option(
            names = "--time",
            required = true,
            paramLabel = "COLUMN",
            description = "The column with the moment: RFC 3339, or 2023-11-16 18:17:03.97996, which means UTC.")
    private String time;

    @Option(
            names = "--credits",
            required = true,
            paramLabel = "COLUMN[+COLUMN...]",
            description = "The column with the amount, or several to add up.")
    private String credits;

    @Option(names = "--scale", paramLabel = "DECIMAL", description = "Credits of one of that amount. Default: 1.")
    private @Nullable String scale;

    @Option(names = "--feature", required = true, paramLabel = "ID", description = "The feature that was used.")
    private String feature;

    @ArgGroup
    private @Nullable UserOptions users;

    @ArgGroup
    private @Nullable TeamOptions teams;

    static final class UserOptions {
        @Option(names = "--user", paramLabel = "COLUMN", description = "The column with the user's id.")
        private @Nullable String column;

        @Option(
                names = "--spread-users",
                paramLabel = "N",
                description = "Make up N users, user-001 and so on, the same for the same row for ever.")
        private int count;
    }

    static final class TeamOptions {
        @Option(names = "--team", paramLabel = "COLUMN", description = "The column with the team's id.")
        private @Nullable String column;

        @Option(
                names = "--spread-teams",
                paramLabel = "N",
                description = "Make up N teams, team-01 and so on; a user is always in the same.")
        private int count;
    }

    /**
     * Everything together.
     *
     * @throws IllegalArgumentException where an option's value is none that it may have
     */
    CsvFormat toFormat() {
        return new CsvFormat(
                new OrganizationId(organization),
                new FeatureId(feature),
                time,
                CreditFormula.parse(credits, scale == null ? "1" : scale),
                users(),
                teams());
    }

    private Assignment users() {
        if (users == null) {
            return new Assignment.None();
        }
        return users.column != null ? new Assignment.Column(users.column) : Assignment.Spread.overUsers(users.count);
    }

    private Assignment teams() {
        if (teams == null) {
            return new Assignment.None();
        }
        return teams.column != null ? new Assignment.Column(teams.column) : Assignment.Spread.overTeams(teams.count);
    }
}
