package dev.tallystream.aggregator.view;

import java.time.Duration;

/** How this node is doing. */
public sealed interface ViewState {
    /** Every partition is owned, restored and counted up to {@code lag} ago. */
    record Live(Duration lag) implements ViewState {}

    /** Starting, restoring or rebalancing. */
    record NotReady(String why) implements ViewState {}

    /** Events wait, and none was counted for {@code lag}. */
    record Stalled(Duration lag) implements ViewState {}

    /** Stopped for good; only a restart helps. */
    record Failed(String why) implements ViewState {}
}
