package dev.tallystream.http;

import dev.tallystream.http.problem.ProblemType;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Gives every connection its {@link ArrivalDeadline}. */
@Singleton
final class ArrivalDeadlines implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final String PROBLEM = "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(
                    ProblemType.REQUEST_TIMEOUT.uri(),
                    ProblemType.REQUEST_TIMEOUT.title(),
                    ProblemType.REQUEST_TIMEOUT.status(),
                    ProblemType.REQUEST_TIMEOUT.title());

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new OfListener());
        return registry;
    }

    /** Makes one for each connection. */
    private static final class OfListener implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return role == ChannelRole.CONNECTION ? new OfConnection(channel) : this;
        }
    }

    private record OfConnection(Channel channel) implements NettyServerCustomizer {
        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) == null) {
                throw new IllegalStateException("the pipeline " + pipeline.names() + " has no codec of HTTP/1");
            }
            ArrivalDeadline deadline = new ArrivalDeadline(System::nanoTime, PROBLEM);
            pipeline.addBefore(
                    ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "arrival-bytes", deadline.new Bytes());
            pipeline.addAfter(
                    ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "arrival-messages", deadline.new Messages());
        }
    }
}
