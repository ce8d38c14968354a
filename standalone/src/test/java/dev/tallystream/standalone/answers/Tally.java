package dev.tallystream.standalone.answers;

import java.util.concurrent.atomic.AtomicLong;

/** How many answers of each kind were looked at, and how many different positions they had. */
final class Tally {
    final AtomicLong panels = new AtomicLong();
    final AtomicLong pages = new AtomicLong();
    final AtomicLong lists = new AtomicLong();
    final AtomicLong reconciliations = new AtomicLong();
    final AtomicLong advances = new AtomicLong();

    long answers() {
        return panels.get() + pages.get() + reconciliations.get();
    }

    @Override
    public String toString() {
        return "%,d answers (%,d panels with history, %,d pages of %,d lists, %,d reconciliations), %,d of them newer than the one before"
                .formatted(answers(), panels.get(), pages.get(), lists.get(), reconciliations.get(), advances.get());
    }
}
