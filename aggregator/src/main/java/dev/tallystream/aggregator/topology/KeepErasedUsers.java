package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.UserErasure;
import dev.tallystream.contract.erasure.ErasedUser;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases every user that the topic names, once and for ever: there is no way back. A name that they still have is taken
 * off the directory's topic, too: what came there last may have come after the removal of whoever erased them.
 */
final class KeepErasedUsers implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepErasedUsers.class);

    /** Between two slices of a large organization, so that counting goes on meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;
    private @Nullable UserErasure erasure;
    private @Nullable Cancellable goingOn;

    KeepErasedUsers(LiveTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
        context = newContext;
        erasure = null;
        goingOn = null;
        // An erasure may have been under way when the task was last here.
        goOnInAWhile();
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        ErasedUser user = read(record.key());
        byte[] value = record.value();
        if (user == null || value == null || value.length != Long.BYTES) {
            LOG.warn("A record was passed over: it names no erased user. topic=erased-users");
            return;
        }
        LiveTasks.LiveTask task = task();
        if (!task.erased().contains(user)) {
            task.erased().add(user, ByteBuffer.wrap(value).getLong());
            goOn(record.timestamp());
        }
    }

    private void goOn(long now) {
        LiveTasks.LiveTask task = task();
        if (erasure == null) {
            erasure = new UserErasure(task.stores(), task.erased());
        }
        if (!erasure.isDue()) {
            stop();
            return;
        }
        goOnInAWhile();
        task.writeBack();
        UserErasure.Slice slice = erasure.slice();
        for (byte[] name : slice.names()) {
            Processors.initialized(context).forward(new Record<byte[], byte @Nullable []>(name, null, now));
        }
        slice.erased()
                .forEach((user, moved) -> LOG.info(
                        "A user was erased. organization={} rows={} crossings={}",
                        user.organization(),
                        moved.tables(),
                        moved.crossings()));
    }

    private void goOnInAWhile() {
        if (goingOn == null) {
            goingOn = Processors.initialized(context).schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, this::goOn);
        }
    }

    /** Whatever is scheduled is followed by a commit, also where it found nothing to do. */
    private void stop() {
        if (goingOn != null) {
            goingOn.cancel();
            goingOn = null;
        }
    }

    private LiveTasks.LiveTask task() {
        return tasks.counting(Processors.initialized(context).taskId().partition());
    }

    private static @Nullable ErasedUser read(byte @Nullable [] key) {
        try {
            return key == null ? null : ErasedUser.fromBytes(key);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAKey) {
            return null;
        }
    }
}
