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

/**
 * Erases every user that the topic names, once and for ever: there is no way back. A name that they still have is taken
 * off the directory's topic, too: what came there last may have come after the removal of whoever erased them.
 */
final class KeepErasedUsers implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
    private static final Logger LOG = LoggerFactory.getLogger(KeepErasedUsers.class);

    private final LiveTasks tasks;
    private @Nullable ProcessorContext<byte[], byte @Nullable []> context;

    KeepErasedUsers(LiveTasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<byte[], byte @Nullable []> newContext) {
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
        ProcessorContext<byte[], byte @Nullable []> here = Processors.initialized(context);
        LiveTasks.LiveTask task = tasks.counting(here.taskId().partition());
        ErasedUsers erased = task.erased();
        if (erased.contains(user)) {
            return;
        }
        task.writeBack();
        UserErasure.Moved all = new UserErasure(task.stores(), erased).move(user);
        for (byte[] name : all.names()) {
            here.forward(new Record<byte[], byte @Nullable []>(name, null, record.timestamp()));
        }
        ErasedRows moved = all.rows();
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
