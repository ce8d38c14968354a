package dev.tallystream.aggregator.period;

/**
 * What a quarter is called by one rule; after a change of the rule two may be called the same.
 *
 * @param fiscal whether the year starts in another month than January
 * @param year in which the fiscal year starts
 * @param quarter 1 to 4
 */
record QuarterName(boolean fiscal, int year, int quarter) {
    @Override
    public String toString() {
        return "%s%04d-Q%d".formatted(fiscal ? "FY" : "", year, quarter);
    }
}
