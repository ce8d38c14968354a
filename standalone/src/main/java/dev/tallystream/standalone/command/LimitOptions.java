package dev.tallystream.standalone.command;

import dev.tallystream.ingest.limit.IngestLimits;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much is taken over HTTP before publishers are told to come back later. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class LimitOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--key-events-per-second",
            paramLabel = "N",
            defaultValue = "" + IngestLimits.EVENTS_PER_SECOND_OF_KEY,
            description = "Events a second that one key may bring. Default: ${DEFAULT-VALUE}.")
    private int eventsOfKey;

    @Option(
            names = "--key-requests-per-second",
            paramLabel = "N",
            defaultValue = "" + IngestLimits.REQUESTS_PER_SECOND_OF_KEY,
            description = "Requests a second that one key may make. Default: ${DEFAULT-VALUE}.")
    private int requestsOfKey;

    @Option(
            names = "--events-per-second",
            paramLabel = "N",
            defaultValue = "" + IngestLimits.EVENTS_PER_SECOND,
            description = "Events a second of all keys together. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            defaultValue = "" + IngestLimits.REQUESTS_PER_SECOND,
            description = "Requests a second of all keys together. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(
            names = "--new-features-per-hour",
            paramLabel = "N",
            defaultValue = "" + IngestLimits.NEW_FEATURES_PER_HOUR,
            description = "Distinct features that one organization may bring up within an hour."
                    + " Default: ${DEFAULT-VALUE}.")
    private int newFeatures;

    IngestLimits toLimits() {
        try {
            return new IngestLimits(eventsOfKey, requestsOfKey, events, requests, newFeatures);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }
}
