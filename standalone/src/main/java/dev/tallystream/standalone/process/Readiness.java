package dev.tallystream.standalone.process;

import dev.tallystream.aggregator.view.UsageView;
import dev.tallystream.aggregator.view.ViewState;
import dev.tallystream.standalone.CommandFailure;

/** Whether the counting answers live. */
final class Readiness {
    private Readiness() {}

    /** @throws CommandFailure if it stopped for good */
    static boolean of(UsageView view) {
        return switch (view.state()) {
            case ViewState.Live live -> true;
            case ViewState.NotReady notReady -> false;
            case ViewState.Stalled stalled -> false;
            case ViewState.Failed(String why) -> throw new CommandFailure("Tallystream stopped: " + why + ".");
        };
    }
}
