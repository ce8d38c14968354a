package dev.tallystream.query.usage;

import dev.tallystream.contract.credits.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The part that some credits are of a total, computed at the very end and never summed. */
record Shares(Credits total) {
    private static final int DECIMALS = 4;

    /** The share, rounded half up; null where the total is not positive and a share means nothing. */
    @Nullable
    BigDecimal of(Credits part) {
        if (total.micros() <= 0) {
            return null;
        }
        return BigDecimal.valueOf(part.micros())
                .divide(BigDecimal.valueOf(total.micros()), DECIMALS, RoundingMode.HALF_UP);
    }
}
