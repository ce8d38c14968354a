package dev.tallystream.query.usage;

import java.util.List;

/** What a URL's parameters ask for. */
public sealed interface Asked<T> {
    /** A request that can be answered. */
    record Understood<T>(T request) implements Asked<T> {}

    /** Every parameter that is wrong; never empty. */
    record NotUnderstood<T>(List<ParameterFault> faults) implements Asked<T> {
        /** Copies the list. */
        public NotUnderstood {
            faults = List.copyOf(faults);
        }
    }

    /**
     * One wrong parameter.
     *
     * @param parameter its name as it came, which may be anything
     * @param rule what it must be, a fixed text
     */
    record ParameterFault(String parameter, Kind kind, String rule) {
        /** In which way it is wrong. */
        public enum Kind {
            /** No such parameter. */
            UNKNOWN,
            /** Known, with a value that it cannot have. */
            INVALID
        }
    }
}
