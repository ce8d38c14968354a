package dev.tallystream.query.usage;

import dev.tallystream.aggregator.view.Cell;
import dev.tallystream.aggregator.view.Dimension;
import dev.tallystream.aggregator.view.MemberTally.Member;
import dev.tallystream.contract.id.Ids;
import java.util.List;
import java.util.Optional;

/** The member of another dimension to which a list is narrowed: the features of one team, the users of one team. */
public record Within(Dimension dimension, String id) {
    /**
     * What a list of that dimension can be narrowed by. A crossing is sorted by its first dimension; asked the other way
     * it is read whole, which is cheap for the teams of a feature and not for the users of a feature or the teams of a
     * user, so those two are not offered.
     */
    public static List<Dimension> offered(Dimension listed) {
        return switch (listed) {
            case FEATURE -> List.of(Dimension.TEAM, Dimension.USER);
            case TEAM -> List.of(Dimension.FEATURE);
            case USER -> List.of(Dimension.TEAM);
        };
    }

    /** The parameter that names a member of that dimension. */
    public static String parameter(Dimension dimension) {
        return switch (dimension) {
            case FEATURE -> "feature";
            case TEAM -> "team_id";
            case USER -> "user_id";
        };
    }

    /** The member of that id, which may be anything; empty where no member could be called so. */
    public static Optional<Within> read(Dimension dimension, String id) {
        boolean possible = !id.isBlank() && id.length() <= Ids.MAX_LENGTH && Ids.isCleanText(id);
        return possible ? Optional.of(new Within(dimension, id)) : Optional.empty();
    }

    Cell.Part toPart() {
        return new Cell.Part(dimension, new Member.Named(id));
    }
}
