package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.directory.DirectoryKind;
import dev.tallystream.contract.settings.UserAnalytics;

/** What a dimension is to the directory and to the privacy switch. */
final class Dimensions {
    private Dimensions() {}

    /** Whose names they are. */
    static DirectoryKind kind(Dimension dimension) {
        return switch (dimension) {
            case FEATURE -> DirectoryKind.FEATURE;
            case TEAM -> DirectoryKind.TEAM;
            case USER -> DirectoryKind.USER;
        };
    }

    /** Whether the organization hides what the list would show or is narrowed to. */
    static boolean isHidden(ListRequest request, UsageCut cut) {
        Within within = request.within();
        return isHidden(request.dimension(), cut) || (within != null && isHidden(within.dimension(), cut));
    }

    /** Whether the organization hides it; asked before any row of it is read. */
    static boolean isHidden(Dimension dimension, UsageCut cut) {
        return switch (dimension) {
            case FEATURE, TEAM -> false;
            case USER -> cut.settings().userAnalytics() == UserAnalytics.EXCLUDE;
        };
    }
}
