package dev.tallystream.standalone.demo;

import dev.tallystream.query.balance.KafkaAllocationsWriter;
import dev.tallystream.query.directory.KafkaDirectoryWriter;
import dev.tallystream.query.settings.KafkaSettingsWriter;
import dev.tallystream.query.topic.KafkaRecordWriter;
import dev.tallystream.standalone.CommandFailure;
import dev.tallystream.standalone.Terminal;
import dev.tallystream.standalone.process.OneMachine;
import dev.tallystream.standalone.process.OneMachineConfig;
import dev.tallystream.standalone.process.ReadyNote;
import dev.tallystream.standalone.process.Server;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Everything on one machine, ready once the demo's data is in it; from then on somebody keeps using it. */
public final class DemoMachine implements Server {
    private static final String PANEL = "/admin/acme/credits-usage";

    private final OneMachine machine;
    private final DemoPlan plan;
    private final InstantSource clock;
    private final FutureTask<Void> loading;
    private @Nullable Thread loader;
    private @Nullable LiveTrickle trickle;

    private DemoMachine(OneMachine machine, DemoPlan plan, Terminal terminal, InstantSource clock) {
        this.machine = machine;
        this.plan = plan;
        this.clock = clock;
        this.loading = new FutureTask<>(() -> load(terminal), null);
    }

    /**
     * Starts the machine; the data is loaded as soon as it answers.
     *
     * @param asked the data that is wanted; a directory that has the demo's data already keeps that
     */
    public static DemoMachine start(OneMachineConfig config, DemoPlan asked, Terminal terminal, InstantSource clock) {
        OneMachine machine = OneMachine.start(config, clock);
        try {
            DemoPlan plan = DemoPlanFile.in(config.installation().directory()).keep(asked, terminal);
            return new DemoMachine(machine, plan, terminal, clock);
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    @Override
    public boolean isReady() {
        if (loader == null) {
            if (machine.isReady()) {
                loader = Thread.ofPlatform().name("demo-loader").start(loading);
            }
            return false;
        }
        if (!loading.isDone()) {
            return false;
        }
        try {
            loading.get();
            return true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailure failure
                    ? failure
                    : new IllegalStateException("the demo's data could not be loaded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public ReadyNote announce() {
        trickle = LiveTrickle.start(machine.publisher(), plan, clock);
        return machine.announceAt(PANEL);
    }

    @Override
    public void close() {
        if (loader != null) {
            loader.interrupt();
            try {
                loader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (trickle != null) {
            trickle.close();
        }
        machine.close();
    }

    private void load(Terminal terminal) {
        try (KafkaRecordWriter records =
                KafkaRecordWriter.connect(machine.credentials().bootstrapServers())) {
            new DemoLoader(
                            machine.view(),
                            machine.publisher(),
                            new KafkaDirectoryWriter(records),
                            new KafkaSettingsWriter(records),
                            new KafkaAllocationsWriter(records),
                            terminal)
                    .load(plan);
        }
    }
}
