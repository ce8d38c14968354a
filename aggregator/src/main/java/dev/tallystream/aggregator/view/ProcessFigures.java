package dev.tallystream.aggregator.view;

import dev.tallystream.contract.event.Refusal;
import java.util.Map;
import java.util.OptionalLong;

/** What this process has seen since its start; a restart begins at nothing, unlike the ledger. Thread-safe. */
public interface ProcessFigures {
    /** How often a counting thread failed and was replaced. */
    long threadRestarts();

    /** How many records were rejected for each reason; one that is counted again after a failure is in here again. */
    Map<Refusal, Long> rejectedByReason();

    /** How often a task wrote back what it had counted: once before each of its commits. */
    long writeBacks();

    /** How many changelog records of the tables are still to be read before their partitions are counted here. */
    long recordsToRestore();

    /** Bytes that are free where the tables are stored; empty where that cannot be told. */
    OptionalLong freeBytes();
}
