package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.event.Refusal;
import dev.tallystream.contract.id.OrganizationId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rejected events a command is about. */
final class FilterOptions {
    @Option(names = "--org", paramLabel = "ORG", description = "Only those of this organization.")
    private @Nullable OrganizationId organization;

    @Option(
            names = "--no-org",
            fallbackValue = "true",
            description = "Only those whose organization could not be read.")
    private boolean ofNobody;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            description = "Only those of this reason, such as unknown-version.")
    private @Nullable Refusal reason;

    /**
     * The filter that they are.
     *
     * @throws IllegalArgumentException where they exclude each other
     */
    RejectedFilter toFilter(@Nullable Origin origin) {
        if (organization != null && ofNobody) {
            throw new IllegalArgumentException("--org and --no-org exclude each other");
        }
        return new RejectedFilter(organization, ofNobody, reason, origin);
    }
}
