package dev.tallystream.standalone.history;

import dev.tallystream.contract.id.FeatureId;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** What is in the files, and for CSV how its columns become usage. */
final class FormatOptions {
    @Option(
            names = "--ndjson",
            fallbackValue = "true",
            description = "The files have one structured CloudEvent a line; or:")
    private boolean ndjson;

    @Option(names = "--csv", fallbackValue = "true", description = "The files are CSV in UTF-8 with a header, with")
    private boolean csv;

    @Option(names = "--org", paramLabel = "ORG", description = "the organization that used it,")
    private @Nullable String organization;

    @Option(names = "--feature", paramLabel = "ID", description = "the feature that was used,")
    private @Nullable String feature;

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "the column with the moment: RFC 3339, or 2023-11-16 18:17:03.97996, which is UTC,")
    private @Nullable String time;

    @Option(
            names = "--credits",
            paramLabel = "COLUMN[+COLUMN...]",
            description = "the column with the amount, or several to add up,")
    private @Nullable String credits;

    @Option(names = "--scale", paramLabel = "DECIMAL", description = "the credits of an amount of 1 (default: 1),")
    private @Nullable String scale;

    @Option(names = "--user", paramLabel = "COLUMN", description = "the column with the user's id, or")
    private @Nullable String user;

    @Option(
            names = "--spread-users",
            paramLabel = "N",
            description = "N made-up users, user-001 and so on, the same for a row for ever,")
    private @Nullable Integer spreadUsers;

    @Option(names = "--team", paramLabel = "COLUMN", description = "the column with the team's id, or")
    private @Nullable String team;

    @Option(
            names = "--spread-teams",
            paramLabel = "N",
            description = "N made-up teams, team-01 and so on; a user is always in the same.")
    private @Nullable Integer spreadTeams;

    /**
     * How to read the files. What was typed wins over what the environment says.
     *
     * @throws IllegalArgumentException where the options contradict each other, or a value is none that it may have
     */
    HistoryFile.Format toFormat(ParseResult typed) {
        boolean typedCsv = typed.hasMatchedOption("--csv");
        boolean typedNdjson = typed.hasMatchedOption("--ndjson");
        boolean wantsCsv = csv && (typedCsv || !typedNdjson);
        boolean wantsNdjson = ndjson && (typedNdjson || !typedCsv);
        if (wantsCsv == wantsNdjson) {
            throw new IllegalArgumentException("either --csv or --ndjson must be given");
        }
        return wantsCsv ? toCsv() : new NdjsonFormat();
    }

    private CsvFormat toCsv() {
        return new CsvFormat(
                new OrganizationId(needed("--org", organization)),
                new FeatureId(needed("--feature", feature)),
                needed("--time", time),
                CreditFormula.parse(needed("--credits", credits), scale == null ? "1" : scale),
                assignment("user", user, spreadUsers == null ? null : Assignment.Spread.overUsers(spreadUsers)),
                assignment("team", team, spreadTeams == null ? null : Assignment.Spread.overTeams(spreadTeams)));
    }

    private static String needed(String option, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("--csv needs " + option);
        }
        return value;
    }

    private static Assignment assignment(String what, @Nullable String column, Assignment.@Nullable Spread spread) {
        if (column != null && spread != null) {
            throw new IllegalArgumentException("--%1$s and --spread-%1$ss exclude each other".formatted(what));
        }
        if (spread != null) {
            return spread;
        }
        return column == null ? new Assignment.None() : new Assignment.Column(column);
    }
}
