package dev.tallystream.aggregator.view;

import dev.tallystream.contract.event.Refusal;
import java.util.Map;

/** What this process has seen since its start; a restart begins at nothing, unlike the ledger. Thread-safe. */
public interface ProcessFigures {
    /** How often a counting thread failed and was replaced. */
    long threadRestarts();

    /** How many records were rejected for each reason; one that is counted again after a failure is in here again. */
    Map<Refusal, Long> rejectedByReason();
}
