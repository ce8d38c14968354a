package dev.tallystream.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives up a connection whose request trickles in: a head and a body have {@link #GRACE_NANOS} to arrive, and one second
 * more for every {@link #BYTES_PER_SECOND} that came. Without it one sender of a byte now and then would hold a
 * connection, and the room for its body, for as long as it likes: the idle timeout begins anew with every byte. Time in
 * which this server did not want to read is not held against the sender. Lives on the connection's event loop.
 */
final class ArrivalDeadline {
    private static final long SECOND = 1_000_000_000L;

    /** What a patient supervisor waits; a whole request on a slow line takes a tenth of it. */
    static final long GRACE_NANOS = 10 * SECOND;

    /** A slow mobile line; at this pace the largest body takes a minute. */
    private static final long BYTES_PER_SECOND = 64 * 1024;

    private final LongSupplier nanoTime;
    private final String answer;
    private @Nullable ChannelHandlerContext socket;
    private @Nullable Future<?> timer;
    private boolean arriving;
    private boolean headIsThere;
    private boolean reading;
    private long begun;
    private long received;

    /** With a clock that only goes forward, and the body of the answer to whose head does not arrive in time. */
    ArrivalDeadline(LongSupplier nanoTime, String problem) {
        this.nanoTime = nanoTime;
        answer = """
                HTTP/1.1 408 Request Timeout\r
                Connection: close\r
                Content-Type: application/problem+json\r
                Cache-Control: no-store\r
                Content-Length: %d\r
                \r
                %s""".formatted(problem.length(), problem);
    }

    /** Sits before the codec: sees bytes come and the server ask for them. */
    final class Bytes extends ChannelDuplexHandler {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            socket = context;
            reading = context.channel().config().isAutoRead();
        }

        @Override
        public void read(ChannelHandlerContext context) throws Exception {
            reading = true;
            super.read(context);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof ByteBuf bytes) {
                if (!arriving) {
                    begin(context);
                }
                received += bytes.readableBytes();
            }
            super.channelRead(context, message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            reading = context.channel().config().isAutoRead();
            super.channelReadComplete(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            end();
            super.channelInactive(context);
        }
    }

    /** Sits behind the codec: sees where a request's head and body end. */
    final class Messages extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof HttpRequest) {
                if (!arriving) {
                    begin(context);
                }
                headIsThere = true;
            }
            if (message instanceof LastHttpContent) {
                end();
            }
            super.channelRead(context, message);
        }
    }

    private void begin(ChannelHandlerContext context) {
        arriving = true;
        headIsThere = false;
        begun = nanoTime.getAsLong();
        received = 0;
        schedule(context, GRACE_NANOS);
    }

    private void end() {
        arriving = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(ChannelHandlerContext context, long delay) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = context.executor().schedule(() -> check(context), delay, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext context) {
        if (!arriving) {
            return;
        }
        if (!reading) {
            begun = nanoTime.getAsLong();
            schedule(context, GRACE_NANOS);
            return;
        }
        long left = begun + GRACE_NANOS + received * SECOND / BYTES_PER_SECOND - nanoTime.getAsLong();
        if (left > 0) {
            schedule(context, left);
        } else {
            giveUp(context);
        }
    }

    /** Behind a head there may be an answer on its way already, into which nothing must be written. */
    private void giveUp(ChannelHandlerContext context) {
        end();
        if (headIsThere || socket == null) {
            var _ = context.close();
        } else {
            var _ = socket.writeAndFlush(ByteBufUtil.writeAscii(socket.alloc(), answer))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
