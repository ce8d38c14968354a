package dev.tallystream.standalone.demo;

import dev.tallystream.standalone.event.OutgoingEvent;
import java.time.Instant;

/**
 * An event of the demo as its publisher sends it.
 *
 * @param sent when, which is long after its time for a late one
 * @param again whether it was sent before; it must count once
 */
public record DemoEvent(OutgoingEvent.Usage usage, Instant sent, boolean again) {}
