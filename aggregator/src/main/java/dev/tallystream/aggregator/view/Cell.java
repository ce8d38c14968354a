package dev.tallystream.aggregator.view;

import dev.tallystream.aggregator.view.MemberTally.Member;

/** Whose sum a row is, within its organization and period. */
public sealed interface Cell {
    /** The whole. */
    record Total() implements Cell {}

    /** The whole of one hour of a day, counted from the first instant of the day: 0 to 24, or more on a long day. */
    record Hour(int hour) implements Cell {}

    /** One member's part. */
    record Part(Dimension dimension, Member member) implements Cell {}

    /** What one member of each of two dimensions have in common. */
    record Crossed(Crossing crossing, Member first, Member second) implements Cell {}
}
