package dev.tallystream.standalone.command;

import dev.tallystream.query.panel.PanelLinks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the pages are told of the world around them. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls the command
final class PanelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--purchase-url",
            paramLabel = "URL",
            description = "Where more credits are bought; the Subscription page leads there.")
    private @Nullable URI purchase;

    @Option(names = "--credit-costs-url", paramLabel = "URL", description = "Where it is told what each feature costs.")
    private @Nullable URI creditCosts;

    @Option(
            names = "--embed-origin",
            paramLabel = "ORIGIN",
            description = "Whose pages may frame the panel, such as https://app.example.com; may be given again.")
    private List<String> embedOrigins = new ArrayList<>();

    PanelLinks toLinks() {
        try {
            return new PanelLinks(purchase, creditCosts, embedOrigins);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }
}
