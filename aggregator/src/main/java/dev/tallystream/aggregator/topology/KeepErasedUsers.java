package dev.tallystream.aggregator.topology;

import dev.tallystream.aggregator.table.ErasedUsers;
import dev.tallystream.aggregator.table.UserErasure;
import dev.tallystream.aggregator.view.ErasedRows;
import dev.tallystream.contract.erasure.ErasedUser;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases every user that the topic names, once and for ever: there is no way back. */
final class KeepErasedUsers implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepErasedUsers.class);

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<Void, Void> context;

    KeepErasedUsers(LiveTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        ErasedUser user = read(record.key());
        byte[] value = record.value();
        if (user == null || value == null || value.length != Long.BYTES) {
            LOG.warn("A record was passed over: it names no erased user. topic=erased-users");
            return;
        }
        LiveTasks.LiveTask task =
                tasks.counting(Processors.initialized(context).taskId().partition());
        ErasedUsers erased = task.erased();
        if (erased.contains(user)) {
            return;
        }
        task.writeBack();
        ErasedRows moved = new UserErasure(task.stores(), erased).move(user);
        erased.add(user, ByteBuffer.wrap(value).getLong(), moved);
        LOG.info(
                "A user was erased. organization={} rows={} crossings={}",
                user.organization(),
                moved.tables(),
                moved.crossings());
    }

    private static @Nullable ErasedUser read(byte @Nullable [] key) {
        try {
            return key == null ? null : ErasedUser.fromBytes(key);
        } catch (IllegalArgumentException | IndexOutOfBoundsException notAKey) {
            return null;
        }
    }
}
